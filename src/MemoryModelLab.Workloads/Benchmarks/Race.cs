using System.Diagnostics;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>
/// Stores that take turns at one workload: each repetition gives every store a short turn, in an order that rotates, and a store is
/// compared with the reference in the same repetition. So what disturbs the machine disturbs all alike, and a disturbed turn is one of many.
/// </summary>
internal sealed class Race(string workload, int threads)
{
    private readonly List<(string Store, Func<int, int, long> Turn)> _contestants = [];

    /// <summary>The least time that a warm-up turn counts for: the JIT compiles for good after 100 ms without new methods, on a thread of its own.</summary>
    private static readonly long WarmUpTicks = Stopwatch.Frequency / 40;

    /// <summary>Adds a store; <paramref name="turn"/> does its share for a repetition and a thread, and returns how many operations it did.
    /// The first one added is the reference.</summary>
    public void Add(string store, Func<int, int, long> turn) => _contestants.Add((store, turn));

    /// <param name="repetitions">How many turns of each count.</param>
    /// <param name="warmUps">How many turns of each come before: enough for the caches to fill and for the JIT to have compiled for good.</param>
    public IReadOnlyList<QuickResult> Run(int repetitions, int warmUps)
    {
        var speeds = new double[_contestants.Count, repetitions];
        var bytes = new double[_contestants.Count];
        using var team = new Team(threads);
        long warm = Stopwatch.GetTimestamp() + (warmUps * WarmUpTicks);
        for (int repetition = -warmUps; repetition < repetitions; repetition++)
        {
            if (repetition == 0 && Stopwatch.GetTimestamp() < warm)
                repetition = -2;
            for (int i = 0; i < _contestants.Count; i++)
            {
                int contestant = (i + repetition + warmUps) % _contestants.Count;
                int round = repetition;
                Func<int, int, long> turn = _contestants[contestant].Turn;
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
            .. _contestants.Select((contestant, i) => new QuickResult(
                workload,
                contestant.Store,
                Median(Enumerable.Range(0, repetitions).Select(repetition => speeds[i, repetition])),
                Median(Enumerable.Range(0, repetitions).Select(repetition => speeds[i, repetition] / speeds[0, repetition])),
                bytes[i])),
        ];
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Threads that begin a turn together; the time is from the first beginning to the last end.</summary>
    private sealed class Team : IDisposable
    {
        private readonly Barrier _barrier;
        private readonly Thread[] _others;
        private readonly (long Operations, long Start, long End)[] _done;
        private Func<int, long>? _turn;
        private int _ready;

        public Team(int threads)
        {
            _barrier = new Barrier(threads);
            _done = new (long, long, long)[threads];
            _others = [.. Enumerable.Range(1, threads - 1).Select(id => new Thread(() => Follow(id)) { IsBackground = true })];
            foreach (Thread thread in _others)
                thread.Start();
        }

        public (long Operations, double Seconds) Run(Func<int, long> turn)
        {
            _turn = turn;
            _ready = 0;
            _barrier.SignalAndWait();
            Do(0, turn);
            _barrier.SignalAndWait();
            long ticks = _done.Max(share => share.End) - _done.Min(share => share.Start);
            return (_done.Sum(share => share.Operations), ticks / (double)Stopwatch.Frequency);
        }

        public void Dispose()
        {
            _turn = null;
            _barrier.SignalAndWait();
            foreach (Thread thread in _others)
                thread.Join();
            _barrier.Dispose();
        }

        private void Follow(int id)
        {
            while (true)
            {
                _barrier.SignalAndWait();
                if (_turn is not { } turn)
                    return;
                Do(id, turn);
                _barrier.SignalAndWait();
            }
        }

        private void Do(int id, Func<int, long> turn)
        {
            // A barrier wakes its threads microseconds apart; those who are here wait awake.
            Interlocked.Increment(ref _ready);
            var spin = new SpinWait();
            while (Volatile.Read(ref _ready) < _done.Length)
                spin.SpinOnce(sleep1Threshold: -1);
            long start = Stopwatch.GetTimestamp();
            long operations = turn(id);
            _done[id] = (operations, start, Stopwatch.GetTimestamp());
        }
    }
}
