using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;

namespace MemoryModelLab.Consistency.Staleness;

/// <summary>
/// Δ-atomicity (Golab, Li and Shah, "Analyzing consistency properties for fun and profit", PODC 2011): the smallest t such that the history is linearizable
/// once every read is invoked t earlier. What is linearizable for t is so for more, so the smallest is found by halving, with the zone test each time.
/// </summary>
internal static class TimeStaleness
{
    /// <summary>The smallest t; null when a value was written twice, when no t suffices, or when the budget is spent.</summary>
    public static long? Of(History history, Budget budget)
    {
        int[][] byKey = history.ByKey();
        if (history.Operations.Length == 0) return 0;
        long least = history.Operations[0].Invocation, most = 0;
        foreach (ref readonly Operation operation in history.Operations) most = Math.Max(most, operation.Invocation);
        long low = 0, high = most - least + 1;
        foreach (int[] operations in byKey)
        {
            if (!Zones.Covers(history, operations)) return null;
            if (IsLinearizable(history, operations, low)) continue;
            if (!IsLinearizable(history, operations, high)) return null;
            long below = low, enough = high;
            while (enough - below > 1)
            {
                if (budget.IsSpent) return null;
                long middle = below + ((enough - below) / 2);
                if (IsLinearizable(history, operations, middle)) enough = middle;
                else below = middle;
            }

            low = enough; // what suffices for one key is no less than what another needs
        }

        return low;
    }

    private static bool IsLinearizable(History history, int[] operations, long earlier) =>
        Zones.Check(earlier == 0 ? history : history.WithReadsEarlier(earlier), operations, []) is null;
}
