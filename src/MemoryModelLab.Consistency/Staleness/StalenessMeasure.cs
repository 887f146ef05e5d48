using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Orders;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Staleness;

/// <summary>How stale the reads of a history were, key by key: versions are counted by searches only where a key's zones conflict.</summary>
internal static class StalenessMeasure
{
    /// <summary>The bounds, and each read's own.</summary>
    /// <param name="accesses">A history in which no value was written twice.</param>
    /// <param name="servers">The order the servers recorded.</param>
    /// <param name="budget">What the searches may take.</param>
    public static (StalenessBounds Bounds, ReadStaleness Reads) Of(Accesses accesses, ServerOrder servers, Budget budget)
    {
        int low = 1, high = 1, server = 0;
        var measure = new ReadsOfKey(accesses);
        var scratch = new VersionStaleness.Scratch(accesses.Source.Length);
        foreach (int[] operations in accesses.History.ByKey())
        {
            int least = measure.Add(operations);
            if (Zones.Of(accesses.History, operations) is not { } zones || zones.Conflict(0) is not null)
            {
                (int atLeast, int atMost) = VersionStaleness.Of(accesses, operations, least, budget, scratch);
                (low, high) = (Math.Max(low, atLeast), Math.Max(high, atMost));
            }

            if (servers.Sorted is not null) server = Math.Max(server, VersionStaleness.Along(accesses, operations, servers.Compare, scratch));
        }

        int? recorded = servers.Sorted is not null && server < int.MaxValue ? server : null;
        return (new StalenessBounds(low, high, TimeStaleness.Of(accesses.History, budget), recorded), measure.Result());
    }
}
