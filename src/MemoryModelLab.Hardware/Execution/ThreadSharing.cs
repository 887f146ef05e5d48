namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Which threads of a test take turns on which worker, a thread of the system with a core of its own: where a test has more threads than
/// the machine has cores, nobody then has to wait for the scheduler.
/// </summary>
/// <remarks>
/// <para>
/// A worker with several threads runs the first one's body for a few iterations, then the second one's for the same iterations, and so on, with a full
/// fence in between. That is a schedule of the test's threads that a system could choose, and nothing else: in the abstract machine of x86-TSO
/// (Sewell et al., CACM 2010) the fence waits until the store buffer is empty, so the next thread begins with a buffer that is empty, as its own would be,
/// and every store of the one before is in memory, for all alike. Thread by thread and iteration by iteration, the run is therefore one of the
/// test's. Other models that a fence of this kind is the strongest barrier of say the same.
/// </para>
/// <para>
/// Without the fence the second thread could read the first one's store from the store buffer that both use, before a third can see it. No two threads
/// of x86 may show that, and IRIW would be weak here: it was, half a million times a second, when the fence was left out to see. A context switch
/// has such a fence too.
/// </para>
/// <para>
/// Why it shows weak outcomes: one core can do the work of P0 and P1 while the other one's store waits in its buffer. RWC, for example, is
/// then store buffering with a fence on one side. The more iterations a turn has, the longer the time between P0's and P1's body of one
/// iteration, and the fewer the fences.
/// </para>
/// </remarks>
/// <param name="Workers">For each worker its threads, in the order of their turns.</param>
/// <param name="Turn">The iterations of a turn.</param>
internal sealed record ThreadSharing(IReadOnlyList<IReadOnlyList<int>> Workers, int Turn)
{
    private const int MostThreads = 5;
    private const int Samples = 120;
    private static readonly int[] Turns = [1, 4, 16, 64];

    /// <summary>A worker for each thread.</summary>
    public static ThreadSharing None(int threads) => new([.. Enumerable.Range(0, threads).Select(thread => (int[])[thread])], 0);

    /// <summary>Whether some threads take turns.</summary>
    public bool IsShared => Workers.Any(threads => threads.Count > 1);

    /// <summary>
    /// All ways in which <paramref name="threads"/> can take turns on <paramref name="workers"/>, none of them idle; of more than five threads some
    /// that <paramref name="seed"/> chooses.
    /// </summary>
    public static IReadOnlyList<ThreadSharing> All(int threads, int workers, int seed)
    {
        if (threads <= workers) return [None(threads)];
        var random = new Random(seed);
        IEnumerable<int[][]> ways = threads <= MostThreads
            ? Ways(threads, workers)
            : Enumerable.Range(0, Samples).Select(_ => Deal(threads, workers, random));
        return [.. from way in ways from turn in Turns select new ThreadSharing(way, turn)];
    }

    /// <summary>How many fences each thread needs behind an iteration for all workers to come by as many, when the bodies have so many.</summary>
    public int[] Missing(IReadOnlyList<int> fences)
    {
        int[] missing = new int[fences.Count];
        int most = Workers.Max(Sum);
        foreach (IReadOnlyList<int> threads in Workers) missing[threads[0]] = most - Sum(threads);
        return missing;

        int Sum(IReadOnlyList<int> threads) => threads.Sum(thread => fences[thread]);
    }

    /// <summary>Has the threads of <paramref name="worker"/> take turns over the iterations of a batch.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="start">The iteration to begin with; those before it come last.</param>
    /// <param name="size">The iterations of the batch.</param>
    /// <param name="run">Runs a thread's body from an iteration up to another.</param>
    public void Run(int worker, int start, int size, Action<int, int, int> run)
    {
        RunPart(Workers[worker], start, size, run);
        RunPart(Workers[worker], 0, start, run);
    }

    /// <inheritdoc/>
    public override string ToString() => IsShared
        ? $"{string.Join(" | ", Workers.Select(threads => string.Join(" then ", threads.Select(thread => $"P{thread}"))))} in turns of {Turn}"
        : "";

    private void RunPart(IReadOnlyList<int> threads, int from, int to, Action<int, int, int> run)
    {
        int turn = threads.Count == 1 ? to - from : Turn;
        for (int start = from; start < to; start += turn)
        {
            int end = Math.Min(start + turn, to);
            for (int next = 0; next < threads.Count; next++)
            {
                // full fence: the stores of the thread before are in memory before this one begins, see above. It needs no partner: it empties the
                // store buffer that both threads use. Without it: litmus/classic/x64/IRIW.litmus becomes weak. Iterations have no
                // cells in common, so none is needed before a turn's first thread.
                if (next > 0) Interlocked.MemoryBarrier();
                run(threads[next], start, end);
            }
        }
    }

    // Each way once: the thread with the highest number goes to every place among the others, or opens a worker of its own.
    private static IEnumerable<int[][]> Ways(int threads, int workers)
    {
        if (threads == 0 || workers == 0 || workers > threads) return threads == 0 && workers == 0 ? [[]] : [];
        int last = threads - 1;
        return Ways(last, workers - 1).Select(way => (int[][])[.. way, [last]]).Concat(
            from way in Ways(last, workers)
            from worker in Enumerable.Range(0, workers)
            from place in Enumerable.Range(0, way[worker].Length + 1)
            select (int[][])[.. way.Select((own, index) => index == worker ? [.. own[..place], last, .. own[place..]] : own)]);
    }

    private static int[][] Deal(int threads, int workers, Random random)
    {
        int[] order = [.. Enumerable.Range(0, threads)];
        random.Shuffle(order);
        int[] owners = [.. Enumerable.Range(0, threads).Select(index => index < workers ? index : random.Next(workers))];
        return [.. Enumerable.Range(0, workers).Select(worker => order.Where((_, index) => owners[index] == worker).ToArray())];
    }
}
