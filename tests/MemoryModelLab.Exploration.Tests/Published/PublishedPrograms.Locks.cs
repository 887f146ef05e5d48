namespace MemoryModelLab.Exploration.Tests.Published;

/// <content>Locks. Where they are given fences they hold under every model; without, only where each thread sees all writes in one order.</content>
public static partial class PublishedPrograms
{
    /// <summary>Dekker's, as Dijkstra tells it (1965).</summary>
    [ExplorationTest(true)]
    [ExplorationTest(false)]
    public static void Dekker(bool fenced)
    {
        bool[] wants = new bool[2];
        int turn = 0, counter = 0;
        Run(2, me =>
        {
            Want();
            while (Volatile.Read(ref wants[1 - me]))
            {
                if (Volatile.Read(ref turn) == me) continue;
                Volatile.Write(ref wants[me], false);
                while (Volatile.Read(ref turn) != me)
                {
                }

                Want();
            }

            counter++;
            Volatile.Write(ref turn, 1 - me);
            Volatile.Write(ref wants[me], false);

            void Want()
            {
                Volatile.Write(ref wants[me], true);
                if (fenced) Interlocked.MemoryBarrier();
            }
        });
        Check(counter == 2);
    }

    /// <summary>Lamport's bakery (CACM 1974).</summary>
    [ExplorationTest(2, true)]
    [ExplorationTest(2, false)]
    public static void Bakery(int n, bool fenced)
    {
        bool[] choosing = new bool[n];
        int[] numbers = new int[n];
        int counter = 0;
        Run(n, me =>
        {
            Volatile.Write(ref choosing[me], true);
            if (fenced) Interlocked.MemoryBarrier();
            int mine = 1;
            for (int other = 0; other < n; other++) mine = Math.Max(mine, Volatile.Read(ref numbers[other]) + 1);
            Volatile.Write(ref numbers[me], mine);
            Volatile.Write(ref choosing[me], false);
            if (fenced) Interlocked.MemoryBarrier();
            for (int other = 0; other < n; other++)
            {
                while (Volatile.Read(ref choosing[other]))
                {
                }

                while (Volatile.Read(ref numbers[other]) is var number and not 0 && (number < mine || (number == mine && other < me)))
                {
                }
            }

            counter++;
            Volatile.Write(ref numbers[me], 0);
        });
        Check(counter == n);
    }

    /// <summary>Szymanski's (ICS 1988), of two threads.</summary>
    [ExplorationTest(true)]
    [ExplorationTest(false)]
    public static void Szymanski(bool fenced)
    {
        int[] flags = new int[2];
        int counter = 0;
        Run(2, me =>
        {
            Set(1);
            while (Other() >= 3)
            {
            }

            Set(3);
            if (Other() == 1)
            {
                Set(2);
                while (Other() != 4)
                {
                }
            }

            Set(4);
            while (me == 1 && Other() >= 2)
            {
            }

            counter++;
            while (me == 0 && Other() is 2 or 3)
            {
            }

            Set(0);

            int Other() => Volatile.Read(ref flags[1 - me]);

            void Set(int value)
            {
                Volatile.Write(ref flags[me], value);
                if (fenced) Interlocked.MemoryBarrier();
            }
        });
        Check(counter == 2);
    }

    /// <summary>Mellor-Crummey and Scott's (TOCS 1991).</summary>
    [ExplorationTest(2)]
    [ExplorationTest(3)]
    public static void QueueLock(int n)
    {
        Waiter? tail = null;
        int counter = 0;
        Run(n, _ =>
        {
            var mine = new Waiter();
            if (Interlocked.Exchange(ref tail, mine) is { } before)
            {
                mine.Waits = true;
                before.Next = mine;
                while (mine.Waits)
                {
                }
            }

            counter++;
            if (mine.Next is null && Interlocked.CompareExchange(ref tail, null, mine) == mine) return;
            while (mine.Next is null)
            {
            }

            mine.Next.Waits = false;
        });
        Check(counter == n);
    }

    /// <summary>Craig's, and Landin and Hagersten's (1993, 1994): each waits for the one before.</summary>
    [ExplorationTest(2)]
    [ExplorationTest(3)]
    public static void ListLock(int n)
    {
        var tail = new Waiter();
        int counter = 0;
        Run(n, _ =>
        {
            var mine = new Waiter { Waits = true };
            var before = Interlocked.Exchange(ref tail, mine);
            while (before.Waits)
            {
            }

            counter++;
            mine.Waits = false;
        });
        Check(counter == n);
    }

    /// <summary>A lock of readers and writers in one word.</summary>
    [ExplorationTest]
    public static void ReadersAndWriter()
    {
        int state = 0, x = 0, y = 0;
        Run(3, me =>
        {
            if (me == 0)
            {
                while (Interlocked.CompareExchange(ref state, -1, 0) != 0)
                {
                }

                x = y = 1;
                Volatile.Write(ref state, 0);
                return;
            }

            while (true)
            {
                int seen = Volatile.Read(ref state);
                if (seen >= 0 && Interlocked.CompareExchange(ref state, seen + 1, seen) == seen) break;
            }

            Check(x == y);
            Interlocked.Decrement(ref state);
        });
    }

    /// <summary>A barrier whose sense turns.</summary>
    [ExplorationTest]
    public static void SenseBarrier()
    {
        int left = 2;
        bool sense = false;
        int[] done = new int[2];
        Run(2, me =>
        {
            for (int phase = 1; phase <= 2; phase++)
            {
                done[me] = phase;
                bool mine = !Volatile.Read(ref sense);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    left = 2;
                    Volatile.Write(ref sense, mine);
                }

                while (Volatile.Read(ref sense) != mine)
                {
                }

                Check(done[1 - me] >= phase);
            }
        });
    }

    private sealed class Waiter
    {
        public volatile Waiter? Next;
        public volatile bool Waits;
    }
}
