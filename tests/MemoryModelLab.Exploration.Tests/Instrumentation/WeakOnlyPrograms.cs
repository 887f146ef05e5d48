namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// Programs with an ordering missing that x64 keeps by itself and Arm64 does not; with <c>repaired</c> each has the ordering. Assertions are
/// exceptions, so that <c>mml explore</c> runs them without xunit. Those after bugs that were in .NET are <see cref="Workloads.WeakBugs.WeakBug"/>.
/// </summary>
public static class WeakOnlyPrograms
{
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

    private static void Check(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("what was written is not there");
    }
}
