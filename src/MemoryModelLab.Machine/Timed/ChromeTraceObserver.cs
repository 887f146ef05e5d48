using MemoryModelLab.Machine.Coherence;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Timed;

/// <summary>Writes the first accesses of a timed run into a <see cref="ChromeTrace"/>.</summary>
public sealed class ChromeTraceObserver(ChromeTrace trace, ProtocolTable protocol, Func<int, string> nameOf) : ITimedObserver
{
    /// <summary>The accesses that are written; a viewer has trouble with many more.</summary>
    public const int MostAccesses = 100_000;

    private int written;

    /// <inheritdoc/>
    public void Accessed(int core, TimedKind kind, int cell, long start, long end, int transaction)
    {
        if (written++ >= MostAccesses) return;
        string cellName = nameOf(cell);
        string action = kind switch { TimedKind.Load => $"load {cellName}", TimedKind.Store => $"store {cellName}", _ => $"atomic {cellName}" };
        trace.Add(core, kind == TimedKind.Store ? TraceTrack.StoreBuffer : TraceTrack.Core, action, start, end - start, transaction < 0 ? "hit" : "miss");
        if (transaction < 0) return;
        trace.Add(core, TraceTrack.Cache, $"{protocol.Events[transaction]} {cellName}", start, end - start);
        trace.Add(core, TraceTrack.Hub, $"{protocol.Events[transaction]} {cellName}", start, end - start, FormattableString.Invariant($"P{core}"));
    }
}
