namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// The classic programs in plain C#, as anyone would write them: what C++ calls relaxed is plain, acquire and release are
/// <see cref="Volatile"/>, and read-modify-writes are <see cref="Interlocked"/>.
/// </summary>
public static class ClassicPrograms
{
    private const int Attempts = 4;

    [ExplorationTest(5)]
    public static void FetchAdd(int n)
    {
        int counter = 0;
        Run(n, _ => Interlocked.Increment(ref counter));
        Check(counter == n);
    }

    [ExplorationTest(3)]
    public static void LostUpdate(int n)
    {
        int counter = 0;
        Run(n, _ => Volatile.Write(ref counter, Volatile.Read(ref counter) + 1));
    }

    [ExplorationTest(2)]
    [ExplorationTest(3)]
    public static void CompareExchangeLoop(int n)
    {
        int counter = 0;
        Run(n, _ =>
        {
            for (int attempt = 0; attempt < n; attempt++)
            {
                int seen = Volatile.Read(ref counter);
                if (Interlocked.CompareExchange(ref counter, seen + 1, seen) == seen)
                    break;
            }
        });
    }

    [ExplorationTest(8)]
    public static void Readers(int n)
    {
        int[] x = new int[n];
        Run(n + 1, i =>
        {
            if (i < n)
            {
                _ = Volatile.Read(ref x[i]);
                return;
            }
            for (int j = 0; j < n; j++)
                Volatile.Write(ref x[j], 1);
        });
    }

    [ExplorationTest(6)]
    public static void LastZero(int n)
    {
        int[] x = new int[n + 1];
        Run(n + 1, i =>
        {
            if (i > 0)
            {
                x[i] = x[i - 1] + 1;
                return;
            }
            int last = n;
            while (x[last] != 0)
                last--;
        });
    }

    [ExplorationTest(false)]
    [ExplorationTest(true)]
    public static void IndependentReads(bool fenced)
    {
        int x = 0, y = 0;
        Run(4, i =>
        {
            switch (i)
            {
                case 0: Volatile.Write(ref x, 1); break;
                case 1: Volatile.Write(ref y, 1); break;
                case 2: Both(ref x, ref y); break;
                default: Both(ref y, ref x); break;
            }
        });

        void Both(ref int first, ref int second)
        {
            _ = Volatile.Read(ref first);
            if (fenced)
                Interlocked.MemoryBarrier();
            _ = Volatile.Read(ref second);
        }
    }

    [ExplorationTest(2, false)]
    [ExplorationTest(4, false)]
    [ExplorationTest(4, true)]
    public static void StoreBuffering(int n, bool fenced)
    {
        int[] x = new int[n];
        int[] seen = new int[n];
        Run(n, i =>
        {
            x[i] = 1;
            if (fenced)
                Interlocked.MemoryBarrier();
            seen[i] = x[(i + 1) % n];
        });
    }

    [ExplorationTest(2)]
    [ExplorationTest(3)]
    public static void TwoWriters(int n)
    {
        int x = 0, y = 0;
        Run(n + 1, i =>
        {
            if (i < n)
            {
                x = i + 1;
                y = i + 1;
                return;
            }
            int later = y;
            int earlier = x;
            Check(later <= n && earlier <= n);
        });
    }

    [ExplorationTest(3)]
    public static void SpinLock(int n)
    {
        int held = 0, counter = 0;
        Run(n, _ =>
        {
            var spin = new SpinWait();
            while (Interlocked.CompareExchange(ref held, 1, 0) != 0)
                spin.SpinOnce();
            counter++;
            Volatile.Write(ref held, 0);
        });
        Check(counter == n);
    }

    [ExplorationTest(3)]
    public static void TicketLock(int n)
    {
        int next = 0, serving = 0, counter = 0;
        Run(n, _ =>
        {
            int mine = Interlocked.Increment(ref next) - 1;
            while (Volatile.Read(ref serving) != mine)
            {
            }
            counter++;
            Volatile.Write(ref serving, mine + 1);
        });
        Check(counter == n);
    }

    [ExplorationTest]
    public static void Peterson()
    {
        bool[] wants = new bool[2];
        int turn = 0, counter = 0;
        Run(2, me =>
        {
            wants[me] = true;
            turn = 1 - me;
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref wants[1 - me]) && Volatile.Read(ref turn) == 1 - me)
            {
            }
            counter++;
            Volatile.Write(ref wants[me], false);
        });
        Check(counter == 2);
    }

    [ExplorationTest(2)]
    [ExplorationTest(4)]
    public static void Ring(int n)
    {
        int[] items = new int[2];
        int head = 0, tail = 0;
        Run(2, i =>
        {
            if (i == 0)
                Produce();
            else
                Consume();
        });

        void Produce()
        {
            for (int item = 1; item <= n; item++)
            {
                int end = tail;
                if (end - Volatile.Read(ref head) == items.Length)
                    continue;
                items[end % items.Length] = item;
                Volatile.Write(ref tail, end + 1);
            }
        }

        void Consume()
        {
            int last = 0;
            for (int i = 1; i <= n; i++)
            {
                int begin = head;
                if (begin == Volatile.Read(ref tail))
                    continue;
                int item = items[begin % items.Length];
                Check(item > last);
                last = item;
                Volatile.Write(ref head, begin + 1);
            }
        }
    }

    [ExplorationTest(2, 1)]
    [ExplorationTest(2, 2)]
    public static void TreiberStack(int pushers, int poppers)
    {
        int head = 0;
        int[] next = new int[8];
        Run(pushers + poppers, i =>
        {
            if (i < pushers)
                Push(i + 1);
            else
                Pop();
        });

        void Push(int node)
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                int top = Volatile.Read(ref head);
                next[node] = top;
                if (Interlocked.CompareExchange(ref head, node, top) == top)
                    break;
            }
        }

        void Pop()
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                int top = Volatile.Read(ref head);
                if (top == 0 || Interlocked.CompareExchange(ref head, next[top], top) == top)
                    break;
            }
        }
    }

    [ExplorationTest(2, 1)]
    public static void MichaelScottQueue(int producers, int consumers)
    {
        int head = 1, tail = 1;
        int[] next = new int[10];
        Run(producers + consumers, i =>
        {
            if (i < producers)
                Enqueue(i + 2);
            else
                Dequeue();
        });

        void Enqueue(int node)
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                int last = Volatile.Read(ref tail);
                int after = Volatile.Read(ref next[last]);
                if (last != Volatile.Read(ref tail))
                    continue;
                if (after != 0)
                {
                    Interlocked.CompareExchange(ref tail, after, last);
                }
                else if (Interlocked.CompareExchange(ref next[last], node, 0) == 0)
                {
                    Interlocked.CompareExchange(ref tail, node, last);
                    break;
                }
            }
        }

        void Dequeue()
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                int first = Volatile.Read(ref head);
                int last = Volatile.Read(ref tail);
                int after = Volatile.Read(ref next[first]);
                if (first != Volatile.Read(ref head))
                    continue;
                if (after == 0)
                    break;
                if (first == last)
                    Interlocked.CompareExchange(ref tail, after, last);
                else if (Interlocked.CompareExchange(ref head, after, first) == first)
                    break;
            }
        }
    }

    private static void Run(int count, Action<int> thread)
    {
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int me = i;
            (threads[i] = new Thread(() => thread(me))).Start();
        }
        foreach (Thread one in threads)
            one.Join();
    }

    private static void Check(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("the program is wrong");
    }
}
