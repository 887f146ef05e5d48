using System.Text.Json;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>
/// The recorded numbers of executions of the reference programs: a folder <c>shared/corpus/exploration</c> beside the checkout, or below
/// what <c>MML_CORPUS</c> names.
/// </summary>
internal static class ExplorationCorpus
{
    /// <summary>The file with the counts, or null where there is no corpus.</summary>
    public static string? CountsFile { get; } = Find();

    /// <summary>The recorded rows.</summary>
    public static IEnumerable<CorpusRow> Rows => File.ReadLines(CountsFile!).Select(Parse);

    private static CorpusRow Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var row = document.RootElement;
        return new(
            row.GetProperty("program").GetString()!,
            row.GetProperty("args").GetString()!,
            row.GetProperty("model").GetString() switch
            {
                "sc" => MemoryModelKind.Sequential,
                "tso" => MemoryModelKind.TotalStoreOrder,
                _ => MemoryModelKind.RC11,
            },
            row.GetProperty("complete").GetInt64(),
            row.GetProperty("error").ValueKind != JsonValueKind.Null,
            row.GetProperty("genmc_wall_s").GetDouble());
    }

    private static string? Find()
    {
        string? given = Environment.GetEnvironmentVariable("MML_CORPUS");
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string file = Path.Combine(given ?? Path.Combine(folder, "shared", "corpus"), "exploration", "counts.jsonl");
            if (File.Exists(file)) return file;
        }

        return null;
    }
}

/// <summary>A recorded number of executions.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Model">The memory model.</param>
/// <param name="Complete">How many executions end; meaningless if one fails.</param>
/// <param name="Fails">Whether one fails.</param>
/// <param name="Seconds">How long GenMC took.</param>
internal sealed record CorpusRow(string Program, string Arguments, MemoryModelKind Model, long Complete, bool Fails, double Seconds);
