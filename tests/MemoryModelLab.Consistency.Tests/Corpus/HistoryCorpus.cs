namespace MemoryModelLab.Consistency.Tests.Corpus;

/// <summary>
/// Histories with known verdicts: not part of the checkout, found beside it as <c>shared/corpus/histories</c> or by the environment
/// variable <c>MML_CORPUS</c>.
/// </summary>
internal static class HistoryCorpus
{
    /// <summary>The corpus's folder; null when there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The history files of a folder.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(Folder!, folder), "*.jsonl").Order(StringComparer.Ordinal);

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("MML_CORPUS");
        if (named is not null) return Directory.Exists(Path.Combine(named, "histories")) ? Path.Combine(named, "histories") : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "corpus", "histories");
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
        if (HistoryCorpus.Folder is null) Skip = "The corpus of histories is not beside this checkout (shared/corpus/histories, or MML_CORPUS).";
    }
}
