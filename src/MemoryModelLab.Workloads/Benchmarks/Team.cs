using System.Diagnostics;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>Threads that begin a turn together; the time is from the first beginning to the last end.</summary>
internal sealed class Team : IDisposable
{
    private readonly Barrier barrier;
    private readonly Thread[] threads;
    private readonly (long Operations, long Start, long End)[] done;
    private readonly Action<int>? bind;
    private Func<int, long>? turn;
    private Exception? failure;
    private int ready;

    /// <param name="threads">How many, the caller not among them: it waits.</param>
    /// <param name="bind">Binds the calling thread, the n-th, to a processor.</param>
    public Team(int threads, Action<int>? bind = null)
    {
        this.bind = bind;
        barrier = new Barrier(threads + 1);
        done = new (long, long, long)[threads];
        this.threads = [.. Enumerable.Range(0, threads).Select(id => new Thread(() => Follow(id)) { IsBackground = true })];
        foreach (Thread thread in this.threads)
            thread.Start();
    }

    /// <summary>Has every thread do its turn.</summary>
    public (long Operations, double Seconds) Run(Func<int, long> turn)
    {
        this.turn = turn;
        ready = 0;
        barrier.SignalAndWait();
        barrier.SignalAndWait();
        if (this.failure is { } failure)
            throw new InvalidOperationException(failure.Message, failure);
        long ticks = done.Max(share => share.End) - done.Min(share => share.Start);
        return (done.Sum(share => share.Operations), ticks / (double)Stopwatch.Frequency);
    }

    public void Dispose()
    {
        turn = null;
        barrier.SignalAndWait();
        foreach (Thread thread in threads)
            thread.Join();
        barrier.Dispose();
    }

    private void Follow(int id)
    {
        bind?.Invoke(id);
        while (true)
        {
            barrier.SignalAndWait();
            if (this.turn is not { } turn)
                return;
            Do(id, turn);
            barrier.SignalAndWait();
        }
    }

    private void Do(int id, Func<int, long> turn)
    {
        // A barrier wakes its threads microseconds apart; those who are here wait awake.
        Interlocked.Increment(ref ready);
        var spin = new SpinWait();
        while (Volatile.Read(ref ready) < done.Length)
            spin.SpinOnce(sleep1Threshold: -1);
        long start = Stopwatch.GetTimestamp();
        try
        {
            done[id] = (turn(id), start, Stopwatch.GetTimestamp());
        }
        catch (InvalidOperationException wrong)
        {
            failure = wrong;
        }
    }
}
