using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <summary>What a writer does whose compare-and-swap failed because another's came first.</summary>
/// <remarks>
/// A line of the cache that two cores write goes to and fro between them, and each time takes as long as ten operations. A writer that has
/// failed stays away for a moment, in which the other does many: on two cores and one key, six times as many operations as without. The
/// moment ends by itself, whatever others do, so that no promise of progress rests on it; it doubles while the same operation fails again,
/// because there may be more than two.
/// </remarks>
internal static class Contention
{
    // Of Thread.SpinWait, whose unit is about 35 ns on all machines: from 1 to 9 microseconds.
    private const int Shortest = 32;
    private const int Doublings = 3;

    /// <summary>Waits; the longer, the more often the operation has failed before.</summary>
    // Not inlined: what is rare would take registers from what is not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Wait(int failures = 0) => Thread.SpinWait(Shortest << Math.Min(failures, Doublings));
}
