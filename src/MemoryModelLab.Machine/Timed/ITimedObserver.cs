namespace MemoryModelLab.Machine.Timed;

/// <summary>Is told of every access of a timed machine that reaches the caches.</summary>
public interface ITimedObserver
{
    /// <summary>A core's access.</summary>
    /// <param name="core">The core.</param>
    /// <param name="kind">A load, a store that leaves the buffer, or an atomic.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="start">When it began, in cycles.</param>
    /// <param name="end">When it was done.</param>
    /// <param name="transaction">The number of the transaction's event in the protocol's table; -1 for a hit.</param>
    void Accessed(int core, TimedKind kind, int cell, long start, long end, int transaction);
}
