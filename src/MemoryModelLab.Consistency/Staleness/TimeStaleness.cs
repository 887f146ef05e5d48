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
        if (history.Operations.Length == 0) return 0;
        long least = history.Operations[0].Invocation, most = history.Operations[^1].Invocation;
        long low = 0, high = most - least + 1;
        foreach (int[] operations in history.ByKey())
        {
            if (Zones.Of(history, operations) is not { } zones) return null;
            if (zones.Conflict(low) is null) continue;
            if (zones.Conflict(high) is not null) return null;
            long below = low, enough = high;
            while (enough - below > 1)
            {
                if (budget.IsSpent) return null;
                long middle = below + ((enough - below) / 2);
                if (zones.Conflict(middle) is null) enough = middle;
                else below = middle;
            }

            low = enough; // what suffices for one key is no less than what another needs
        }

        return low;
    }
}
