using System.Diagnostics;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>
/// Stores that take turns at one workload: each repetition gives every store a short turn, in an order that rotates, and a store is
/// compared with the reference in the same repetition. So what disturbs the machine disturbs all alike, and a disturbed turn is one of many.
/// </summary>
internal sealed class Race(string workload, int threads, double? target)
{
    private readonly List<(string Store, Action? Prepare, Func<int, int, long> Turn)> contestants = [];

    /// <summary>The least time that a warm-up turn counts for: the JIT compiles for good after 100 ms without new methods, on a thread of its own.</summary>
    private static readonly long WarmUpTicks = Stopwatch.Frequency / 40;

    /// <summary>How many threads do the work.</summary>
    public int Threads => threads;

    /// <summary>Adds a store; the first one added is the reference.</summary>
    /// <param name="store">Its name.</param>
    /// <param name="turn">Does its share for a repetition and a thread, and returns how many operations it did.</param>
    /// <param name="prepare">What is done before each turn, and not measured.</param>
    public void Add(string store, Func<int, int, long> turn, Action? prepare = null) => contestants.Add((store, prepare, turn));

    /// <param name="repetitions">How many turns of each count.</param>
    /// <param name="warmUps">How many turns of each come before: enough for the caches to fill and for the JIT to have compiled for good.</param>
    /// <param name="bind">Binds the calling thread, the n-th, to a processor.</param>
    public IReadOnlyList<QuickResult> Run(int repetitions, int warmUps, Action<int>? bind = null)
    {
        var speeds = new double[contestants.Count, repetitions];
        var bytes = new double[contestants.Count];
        using var team = new Team(threads, bind);
        long warm = Stopwatch.GetTimestamp() + (warmUps * WarmUpTicks);
        for (int repetition = -warmUps; repetition < repetitions; repetition++)
        {
            if (repetition == 0 && Stopwatch.GetTimestamp() < warm)
                repetition = -2;
            for (int i = 0; i < contestants.Count; i++)
            {
                int contestant = (i + repetition + warmUps) % contestants.Count;
                int round = repetition + warmUps;
                (_, Action? prepare, Func<int, int, long> turn) = contestants[contestant];
                prepare?.Invoke();
                long allocated = GC.GetTotalAllocatedBytes();
                (long operations, double seconds) = team.Run(thread => turn(round, thread));
                if (repetition >= 0)
                {
                    speeds[contestant, repetition] = operations / seconds;
                    bytes[contestant] += (GC.GetTotalAllocatedBytes() - allocated) / (double)operations / repetitions;
                }
            }
        }
        return
        [
            .. contestants.Select((contestant, i) => new QuickResult(
                workload,
                contestant.Store,
                Median.Of(Enumerable.Range(0, repetitions).Select(repetition => speeds[i, repetition])),
                QuickResult.Speed,
                Median.Of(Enumerable.Range(0, repetitions).Select(repetition => speeds[i, repetition] / speeds[0, repetition])),
                bytes[i],
                i == 1 ? target : null)),
        ];
    }
}
