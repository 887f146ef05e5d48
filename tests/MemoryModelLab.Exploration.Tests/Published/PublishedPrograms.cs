namespace MemoryModelLab.Exploration.Tests.Published;

/// <summary>Programs that explorers are compared on in the literature, in plain C#: those with a closed form, and those with a fault.</summary>
public static partial class PublishedPrograms
{
    /// <summary>Flanagan and Godefroid, POPL 2005: a hash table in which only the twelfth thread and those after it meet others.</summary>
    [ExplorationTest(11)]
    [ExplorationTest(12)]
    [ExplorationTest(13)]
    public static void Indexer(int n)
    {
        int[] table = new int[128];
        Run(n, thread =>
        {
            for (int m = 1; m <= 4; m++)
            {
                int message = m * 11 + thread;
                int slot = message * 7 % table.Length;
                while (Interlocked.CompareExchange(ref table[slot], message, 0) != 0) slot = (slot + 1) % table.Length;
            }
        });
    }

    /// <summary>Two counters, each incremented by all.</summary>
    [ExplorationTest(4)]
    public static void TwoCounters(int n)
    {
        int x = 0, y = 0;
        Run(n, _ =>
        {
            Interlocked.Increment(ref x);
            Interlocked.Increment(ref y);
        });
        Check(x == n && y == n);
    }

    /// <summary>Two threads, so many increments each.</summary>
    [ExplorationTest(4)]
    public static void Interleave(int n)
    {
        int x = 0;
        Run(2, _ =>
        {
            for (int i = 0; i < n; i++) Interlocked.Increment(ref x);
        });
        Check(x == 2 * n);
    }

    /// <summary>GenMC's <c>casrot</c>: each thread replaces a value of its own.</summary>
    [ExplorationTest(4)]
    [ExplorationTest(6)]
    public static void Rotate(int n)
    {
        int x = 0;
        Run(n, me => Interlocked.CompareExchange(ref x, me + 1, me));
    }

    /// <summary>SV-COMP's <c>fib_bench</c>: the largest sum is met by one interleaving of many.</summary>
    [ExplorationTest(2, 8)]
    [ExplorationTest(3, 21)]
    [ExplorationTest(2, 7)]
    [ExplorationTest(3, 20)]
    public static void Fibonacci(int n, int largest)
    {
        int i = 1, j = 1;
        var first = new Thread(() =>
        {
            for (int k = 0; k < n; k++) i += j;
        });
        var second = new Thread(() =>
        {
            for (int k = 0; k < n; k++) j += i;
        });
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Check(i <= largest && j <= largest);
    }

    /// <summary>SCTBench's <c>lazy01</c>.</summary>
    [ExplorationTest]
    public static void Lazy()
    {
        object guard = new();
        int data = 0;
        Parallel.Invoke(
            () =>
            {
                lock (guard) data++;
            },
            () =>
            {
                lock (guard) data += 2;
            },
            () =>
            {
                lock (guard) Check(data < 3);
            });
    }

    /// <summary>SCTBench's <c>reorder</c>: many set, one checks.</summary>
    [ExplorationTest(4)]
    public static void Reorder(int setters)
    {
        int a = 0, b = 0;
        Run(setters + 1, me =>
        {
            if (me == setters)
            {
                Check((a == 0 && b == 0) || (a == 1 && b == -1));
                return;
            }

            a = 1;
            b = -1;
        });
    }

    /// <summary>SCTBench's <c>twostage</c>: what is set in two locks is checked in two.</summary>
    [ExplorationTest(2)]
    public static void TwoStage(int setters)
    {
        object first = new(), second = new();
        int a = 0, b = 0;
        Run(setters + 1, me =>
        {
            if (me < setters)
            {
                lock (first) a = 1;
                lock (second) b = a + 1;
                return;
            }

            int seen;
            lock (first) seen = a;
            if (seen == 0) return;
            lock (second) Check(b == seen + 1);
        });
    }

    /// <summary>SCTBench's <c>sigma</c>: all threads are given one index.</summary>
    [ExplorationTest(4)]
    public static void Sigma(int n)
    {
        int[] values = new int[n];
        int index = -1;
        var threads = new Thread[n];
        for (int i = 0; i < n; i++)
        {
            index++;
            (threads[i] = new Thread(() => values[index] = 1)).Start();
        }

        foreach (var thread in threads) thread.Join();
        int sum = 0;
        foreach (int value in values) sum += value;
        Check(sum == n);
    }

    private static void Run(int count, Action<int> body)
    {
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int me = i;
            (threads[i] = new Thread(() => body(me))).Start();
        }

        foreach (var thread in threads) thread.Join();
    }

    private static void Check(bool holds)
    {
        if (!holds) throw new InvalidOperationException("what must hold does not");
    }
}
