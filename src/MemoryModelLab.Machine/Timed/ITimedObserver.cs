namespace MemoryModelLab.Machine.Timed;

/// <summary>An access that reaches the caches. Times are in cycles.</summary>
/// <param name="Core">The core.</param>
/// <param name="Kind">A load, a store that leaves the buffer, or an atomic.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it was done.</param>
/// <param name="Transaction">What it needed; null for a hit.</param>
public readonly record struct TimedAccess(int Core, TimedKind Kind, int Cell, long Start, long End, TimedTransaction? Transaction);

/// <summary>A transaction of the coherence protocol.</summary>
/// <param name="Event">The number of its event in the protocol's table.</param>
/// <param name="Granted">When the bus, or the directory for this line, began it.</param>
/// <param name="Released">When that could begin another.</param>
public readonly record struct TimedTransaction(int Event, long Granted, long Released);

/// <summary>Is told of what the cores of a timed machine do.</summary>
public interface ITimedObserver
{
    /// <summary>An access that reaches the caches.</summary>
    void Accessed(in TimedAccess access);

    /// <summary>What a core does with its store buffer in a cycle: a store into it, a load from it, a fence.</summary>
    void Buffered(int core, TimedKind kind, int cell, long time);

    /// <summary>A core waited: for a place in its store buffer, or for the buffer to be empty.</summary>
    void Stalled(int core, long start, long end);
}
