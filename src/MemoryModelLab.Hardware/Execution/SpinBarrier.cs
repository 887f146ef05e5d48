using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Where the threads of a run meet: the last to arrive opens the barrier for all by a new round. The threads spin, for a meeting must cost
/// less than a batch; where they share processors they offer theirs to each other.
/// </summary>
internal sealed class SpinBarrier(int parties, bool sharedProcessors)
{
    private const int SpinsAlone = 1 << 14;
    private const int SpinsShared = 1 << 6;

    private readonly int spins = sharedProcessors ? SpinsShared : SpinsAlone;
    private Padded missing = new() { Value = parties };
    private Padded round;
    private Padded closed;

    /// <summary>Sends everybody away, now and in future: a thread is missing for good.</summary>
    // release: nothing is published with it; Volatile only has it written here and now. Pairs with the reads in Meet.
    public void Close() => Volatile.Write(ref closed.Value, 1);

    /// <summary>Waits for the other threads; false when the barrier was closed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Meet()
    {
        // acquire: the round is read before this thread counts as arrived (the full fence below says so too). Read later it could be the
        // next round already, which this thread would then wait for the end of.
        int arrivedIn = Volatile.Read(ref round.Value);

        // full fence: everything this thread did in the batch is before its arrival. Pairs with the acquire of whoever leaves: the last
        // decrement reads from the chain of all earlier ones (a release sequence), so it knows of every thread's batch. Without it another
        // thread could fold or reset cells whose last accesses still wait in a store buffer.
        if (Interlocked.Decrement(ref missing.Value) == 0)
        {
            // plain: only the last to arrive is here, and the others touch it again only behind the release below.
            missing.Value = parties;

            // release: the new count, and by the decrements all threads' batches, before the round. Pairs with the acquire in the loop.
            // Without it a released thread could decrement the old count, or fold cells as they were before the batch.
            Volatile.Write(ref round.Value, arrivedIn + 1);
            return Volatile.Read(ref closed.Value) == 0;
        }

        for (int spin = 1; ; spin++)
        {
            // acquire: what this thread does next comes after the round it saw, that is after all arrivals. Pairs with the release above.
            if (Volatile.Read(ref round.Value) != arrivedIn) return Volatile.Read(ref closed.Value) == 0;
            if (spin % spins != 0) continue;
            if (Volatile.Read(ref closed.Value) != 0) return false;
            Thread.Yield();
        }
    }

    // The counters lie on lines of their own: arrivals must not disturb those who spin, nor either of them the batch's cells.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Padded
    {
        [FieldOffset(192)]
        public int Value;
    }
}
