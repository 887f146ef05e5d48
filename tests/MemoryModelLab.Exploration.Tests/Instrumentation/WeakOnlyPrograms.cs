using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// Programs with an ordering missing that x64 keeps by itself and Arm64 does not. Three are after bugs that were in .NET; with
/// <c>repaired</c> each has the ordering. Assertions are exceptions, so that <c>mml explore</c> runs them without xunit.
/// </summary>
public static class WeakOnlyPrograms
{
    /// <summary>
    /// After dotnet/runtime 76501, from 2016 to 2022: whoever copies a concurrent queue waits for the number of a slot that is being filled, by a
    /// read that lets the read of the item go first.
    /// </summary>
    [ExplorationTest(false)]
    [ExplorationTest(true)]
    public static void CopyOfAQueue(bool repaired)
    {
        var slot = new Slot();
        var adding = new Thread(() =>
        {
            slot.Item = 42;
            Volatile.Write(ref slot.Number, 1);
        });
        adding.Start();
        var spin = new SpinWait();
        while ((repaired ? Volatile.Read(ref slot.Number) : slot.Number) != 1)
            spin.SpinOnce();
        Check(slot.Item == 42);
    }

    /// <summary>
    /// After dotnet/runtime 39668: the lock's owner enters and leaves without a fence, and who takes it over has all processors pass one. But the
    /// fence is for the entering; leaving has to release what was done inside.
    /// </summary>
    [ExplorationTest(false)]
    [ExplorationTest(true)]
    public static void AsymmetricLock(bool repaired)
    {
        int count = 0, expected = 1;
        bool isInside = false, isTaken = false;
        var owner = new Thread(() =>
        {
            isInside = true;
            if (!ReadInPlace(ref isTaken))
            {
                count++;
                expected = 2;
            }
            if (repaired)
                Volatile.Write(ref isInside, false);
            else
                isInside = false;
        });
        owner.Start();
        isTaken = true;
        Interlocked.MemoryBarrierProcessWide();
        var spin = new SpinWait();
        while (Volatile.Read(ref isInside))
            spin.SpinOnce();
        count++;
        owner.Join();
        Check(count == expected);
    }

    /// <summary>A value made under a lock when it is first asked for, with a look at a plain flag before.</summary>
    [ExplorationTest(false)]
    [ExplorationTest(true)]
    public static void DoubleCheckedLocking(bool repaired)
    {
        int value = 0;
        bool isMade = false;
        object gate = new();
        Parallel.Invoke(() => Check(Get() == 42), () => Check(Get() == 42));

        int Get()
        {
            if (!(repaired ? Volatile.Read(ref isMade) : isMade))
            {
                lock (gate)
                {
                    if (!isMade)
                    {
                        value = 42;
                        if (repaired)
                            Volatile.Write(ref isMade, true);
                        else
                            isMade = true;
                    }
                }
            }
            return value;
        }
    }

    /// <summary>A sequence lock whose reader looks at the version again before it has read the parts.</summary>
    [ExplorationTest(false)]
    [ExplorationTest(true)]
    public static void SequenceLock(bool repaired)
    {
        int version = 0, left = 0, right = 0;
        var writer = new Thread(() =>
        {
            version = 1;
            Volatile.WriteBarrier();
            (left, right) = (1, 1);
            Volatile.Write(ref version, 2);
        });
        writer.Start();
        int before = Volatile.Read(ref version);
        (int seenLeft, int seenRight) = (left, right);
        if (repaired)
            Volatile.ReadBarrier();
        if ((before & 1) == 0 && version == before)
            Check(seenLeft == seenRight);
        writer.Join();
    }

    /// <summary>A ring for one writer and one reader, with plain positions.</summary>
    [ExplorationTest(false)]
    [ExplorationTest(true)]
    public static void RingOfTwo(bool repaired)
    {
        int[] items = new int[2];
        int end = 0;
        var writer = new Thread(() =>
        {
            for (int i = 0; i < 2; i++)
            {
                items[i] = i + 1;
                if (repaired)
                    Volatile.Write(ref end, i + 1);
                else
                    end = i + 1;
            }
        });
        writer.Start();
        int seen = repaired ? Volatile.Read(ref end) : end;
        for (int i = 0; i < seen; i++)
            Check(items[i] == i + 1);
        writer.Join();
    }

    // A read that the compiler leaves where it is, and the processor need not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReadInPlace(ref bool location) => location;

    private static void Check(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("what was written is not there");
    }

    private sealed class Slot
    {
        public int Item;
        public int Number;
    }
}
