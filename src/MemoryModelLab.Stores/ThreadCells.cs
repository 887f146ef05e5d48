using System.Numerics;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores;

/// <summary>
/// A counter dealt out over padded cells, so that threads that count do not pass one cache line around. A thread always uses the same cell.
/// </summary>
/// <remarks>Each update is wait-free. The sum reads cell by cell: it is exact when nobody counts meanwhile.</remarks>
internal sealed class ThreadCells
{
    private const int Stride = CacheLine.Size / sizeof(long);
    private static readonly int Mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64)) * 2 - 1;
    private readonly long[] cells = new long[(Mask + 2) * Stride];

    public long Sum
    {
        get
        {
            long sum = 0;
            for (int i = Stride; i < cells.Length; i += Stride)
                sum += Volatile.Read(ref cells[i]);
            return sum;
        }
    }

    /// <summary>Whether every cell is zero. For counters that each thread raises and lowers in its own cell, a cell that was seen at zero
    /// had nobody in it at that moment.</summary>
    public bool IsZero
    {
        get
        {
            for (int i = Stride; i < cells.Length; i += Stride)
            {
                // acquire: what the writer does next, after the reader's leaving. Pairs with the decrement that leaves; without it:
                // litmus/dotnet/Recycle.litmus.
                if (Volatile.Read(ref cells[i]) != 0)
                    return false;
            }
            return true;
        }
    }

    /// <summary>Adds to the cell of the calling thread; returns what the cell holds then.</summary>
    // atomic: threads may share a cell. It is a full fence too, which LeftRightStore builds on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(long amount) => Interlocked.Add(ref Mine, amount);

    /// <summary>True once in so many calls of a thread: for what is to be looked at now and then.</summary>
    // plain: threads that share a cell may lose a call, and nothing hangs on it. Beside the cell, on the line that the thread has.
    public bool IsTurn(int period) => cells[Place + 1]++ % period == 0;

    /// <summary>The cell of the calling thread; the one before the first is padding.</summary>
    public ref long Mine
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref cells[Place];
    }

    private static int Place
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((Environment.CurrentManagedThreadId & Mask) + 1) * Stride;
    }
}
