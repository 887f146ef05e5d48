namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>
/// Shares a campaign's time out. Each test has a weight, and the next slice goes to the test that has had least time for its weight; so none
/// starves, and what was never seen is looked for everywhere. A test weighs more while it still learns: as long as states that the model allows were
/// seen rarely or never, the less the longer nothing new has come; and while frequencies still move.
/// </summary>
public static class SliceSchedule
{
    private const int Rarely = 30;
    private const double WeightOfMissing = 8;
    private const double PatienceInBatches = 8;
    private const double WeightOfUnsteady = 1;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The time of a slice: each test shall have some eight, but switching costs, and what is lost in a kill must be little.</summary>
    public static TimeSpan Slice(TimeSpan budget, int tests) =>
        TimeSpan.FromSeconds(Math.Clamp(budget.TotalSeconds / (8.0 * Math.Max(1, tests)), Shortest.TotalSeconds, Longest.TotalSeconds));

    /// <summary>How much of the time a test should have, beside the others.</summary>
    public static double Weight(IReadOnlySet<string> hoped, TestTotals totals)
    {
        ArgumentNullException.ThrowIfNull(hoped);
        ArgumentNullException.ThrowIfNull(totals);
        bool missing = hoped.Any(state => !totals.Outcomes.TryGetValue(state, out OutcomeCount? seen) || seen.Count < Rarely);
        return 1
            + (missing ? WeightOfMissing / (1 + (totals.BatchesWithoutNews / PatienceInBatches)) : 0)
            + (totals.IsUnsteady ? WeightOfUnsteady : 0);
    }

    /// <summary>The test whose turn it is; -1 when there is none.</summary>
    /// <param name="tests">Each test's weight and time so far; null for one that is not run any more.</param>
    public static int Next(IReadOnlyList<(double Weight, TimeSpan Spent)?> tests)
    {
        ArgumentNullException.ThrowIfNull(tests);
        int next = -1;
        double least = double.PositiveInfinity;
        for (int test = 0; test < tests.Count; test++)
        {
            if (tests[test] is not { } each || each.Spent.TotalSeconds / each.Weight >= least) continue;
            (next, least) = (test, each.Spent.TotalSeconds / each.Weight);
        }

        return next;
    }
}
