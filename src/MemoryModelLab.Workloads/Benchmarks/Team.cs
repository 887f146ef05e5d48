using System.Diagnostics;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>Threads that begin a turn together; the time is from the first beginning to the last end.</summary>
internal sealed class Team : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private readonly (long Operations, long Start, long End)[] _done;
    private readonly Action<int>? _bind;
    private Func<int, long>? _turn;
    private Exception? _failure;
    private int _ready;

    /// <param name="threads">How many, the caller not among them: it waits.</param>
    /// <param name="bind">Binds the calling thread, the n-th, to a processor.</param>
    public Team(int threads, Action<int>? bind = null)
    {
        _bind = bind;
        _barrier = new Barrier(threads + 1);
        _done = new (long, long, long)[threads];
        _threads = [.. Enumerable.Range(0, threads).Select(id => new Thread(() => Follow(id)) { IsBackground = true })];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>Has every thread do its turn.</summary>
    public (long Operations, double Seconds) Run(Func<int, long> turn)
    {
        _turn = turn;
        _ready = 0;
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        if (_failure is { } failure)
            throw new InvalidOperationException(failure.Message, failure);
        long ticks = _done.Max(share => share.End) - _done.Min(share => share.Start);
        return (_done.Sum(share => share.Operations), ticks / (double)Stopwatch.Frequency);
    }

    public void Dispose()
    {
        _turn = null;
        _barrier.SignalAndWait();
        foreach (Thread thread in _threads)
            thread.Join();
        _barrier.Dispose();
    }

    private void Follow(int id)
    {
        _bind?.Invoke(id);
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
        try
        {
            _done[id] = (turn(id), start, Stopwatch.GetTimestamp());
        }
        catch (InvalidOperationException wrong)
        {
            _failure = wrong;
        }
    }
}
