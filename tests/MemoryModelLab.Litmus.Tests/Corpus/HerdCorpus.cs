using System.Text.Json;

namespace MemoryModelLab.Litmus.Tests.Corpus;

/// <summary>
/// The corpus of herd7 tests with their known answers: not part of the checkout, found beside it as <c>shared/corpus/herd</c> or by the
/// environment variable <c>MML_CORPUS</c>.
/// </summary>
internal static class HerdCorpus
{
    /// <summary>The corpus's folder; null when there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The litmus files of an architecture.</summary>
    public static IEnumerable<string> Files(string architecture) =>
        Folder is null ? [] : Directory.EnumerateFiles(Path.Combine(Folder, architecture), "*.litmus", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>The recorded states of each file under SC.</summary>
    public static IEnumerable<(string Path, string[] States)> StatesUnderSc()
    {
        foreach (string line in File.ReadLines(Path.Combine(Folder!, "manifest.jsonl")))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            if (entry.RootElement.GetProperty("model").GetString() != "sc") continue;
            string[] states = [.. entry.RootElement.GetProperty("states").EnumerateArray().Select(state => state.GetString()!)];
            yield return (Path.Combine(Folder!, entry.RootElement.GetProperty("file").GetString()!), states);
        }
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("MML_CORPUS");
        if (named is not null) return Directory.Exists(Path.Combine(named, "herd")) ? Path.Combine(named, "herd") : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "corpus", "herd");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}

/// <summary>A fact over the corpus; skipped where there is none.</summary>
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (HerdCorpus.Folder is null) Skip = "The corpus of herd7 tests is not beside this checkout (shared/corpus/herd, or MML_CORPUS).";
    }
}
