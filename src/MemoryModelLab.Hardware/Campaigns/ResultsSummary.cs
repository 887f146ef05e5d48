namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>What the batches of a results file add up to.</summary>
/// <param name="Path">The file.</param>
/// <param name="Header">What was run, and where.</param>
/// <param name="Totals">By the tests' hashes; tests that never ran are left out.</param>
/// <param name="Batches">How many batches there are.</param>
/// <param name="IsTorn">Whether a torn line at the end was left out.</param>
public sealed record ResultsSummary(string Path, ResultsHeader Header, IReadOnlyDictionary<string, TestTotals> Totals, long Batches, bool IsTorn)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ResultsFileException">It is no results file, or was damaged.</exception>
    public static ResultsSummary Read(string path)
    {
        var totals = new Dictionary<string, TestTotals>(StringComparer.Ordinal);
        ResultsReader reader = ResultsReader.Read(path, record =>
        {
            if (!totals.TryGetValue(record.Hash, out TestTotals? of)) totals.Add(record.Hash, of = new TestTotals());
            of.Add(record);
        });
        return new ResultsSummary(path, reader.Header!, totals, reader.Batches, reader.IsTorn);
    }
}
