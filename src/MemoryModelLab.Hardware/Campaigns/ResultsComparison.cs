namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>A state in two results files.</summary>
/// <param name="State">The state.</param>
/// <param name="First">How often the first file has it.</param>
/// <param name="Second">How often the second has it.</param>
/// <param name="Expected">
/// Where one file has it and the other not: how often the other would have seen it, were it as frequent there. Three and more mean, with 95 % confidence,
/// that it is not; null where both have it, or the other never ran the test.
/// </param>
public sealed record ComparedOutcome(string State, long First, long Second, double? Expected);

/// <summary>A test in two results files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">Its dialect.</param>
/// <param name="IsChanged">Whether the files have different tests of that name.</param>
/// <param name="First">What the first file has of it; null when it has nothing.</param>
/// <param name="Second">What the second has.</param>
/// <param name="Outcomes">All states of both, the most frequent first.</param>
public sealed record ComparedTest(string Name, string Architecture, bool IsChanged, TestTotals? First, TestTotals? Second, IReadOnlyList<ComparedOutcome> Outcomes);

/// <summary>Two results files side by side. Tests are the same when name and dialect are; so a test may be compared with what it was before.</summary>
public static class ResultsComparison
{
    /// <summary>Compares the tests of two files, in the order of the first.</summary>
    public static IReadOnlyList<ComparedTest> Of(ResultsSummary first, ResultsSummary second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        IEnumerable<(string Name, string Architecture)> names = first.Header.Tests.Concat(second.Header.Tests).Select(test => (test.Name, test.Architecture)).Distinct();
        return [.. names.SelectMany(name => Pairs(first, second, name.Name, name.Architecture))];
    }

    // The same name may stand for several tests of a folder: these are told apart by their hashes, and what is left over is paired in order.
    private static IEnumerable<ComparedTest> Pairs(ResultsSummary first, ResultsSummary second, string name, string architecture)
    {
        string[] ours = Hashes(first, name, architecture), theirs = Hashes(second, name, architecture);
        string[] both = [.. ours.Intersect(theirs)];
        string[] onlyOurs = [.. ours.Except(both)], onlyTheirs = [.. theirs.Except(both)];
        foreach (string hash in both) yield return Pair(hash, hash);
        for (int index = 0; index < Math.Max(onlyOurs.Length, onlyTheirs.Length); index++) yield return Pair(onlyOurs.ElementAtOrDefault(index), onlyTheirs.ElementAtOrDefault(index));

        ComparedTest Pair(string? one, string? other)
        {
            TestTotals? a = one is null ? null : first.Totals.GetValueOrDefault(one), b = other is null ? null : second.Totals.GetValueOrDefault(other);
            return new ComparedTest(name, architecture, one is not null && other is not null && one != other, a, b, Outcomes(a, b));
        }
    }

    private static string[] Hashes(ResultsSummary results, string name, string architecture) =>
        [.. results.Header.Tests.Where(test => test.Name == name && test.Architecture == architecture).Select(test => test.Hash)];

    private static ComparedOutcome[] Outcomes(TestTotals? first, TestTotals? second)
    {
        IEnumerable<string> states = (first?.Outcomes.Keys ?? []).Union(second?.Outcomes.Keys ?? []);
        return
        [
            .. states.Select(state => Outcome(state, first, second))
                .OrderByDescending(outcome => Share(outcome.First, first) + Share(outcome.Second, second)).ThenBy(outcome => outcome.State, StringComparer.Ordinal),
        ];
    }

    private static ComparedOutcome Outcome(string state, TestTotals? first, TestTotals? second)
    {
        long a = Count(first, state), b = Count(second, state);
        double? expected = (a, b) switch
        {
            ( > 0, 0) when second is not null => Share(a, first) * second.Iterations,
            (0, > 0) when first is not null => Share(b, second) * first.Iterations,
            _ => null,
        };
        return new ComparedOutcome(state, a, b, expected);
    }

    private static long Count(TestTotals? totals, string state) => totals?.Outcomes.GetValueOrDefault(state)?.Count ?? 0;

    private static double Share(long count, TestTotals? totals) => totals is null ? 0 : (double)count / Math.Max(1, totals.Iterations);
}
