using System.Diagnostics;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>The bounds of an exploration, shared by its workers.</summary>
internal sealed class ExplorationBounds(ExplorationOptions options)
{
    // Reading the clock costs as much as a small execution.
    private const int ExecutionsPerLook = 64;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly bool bounded = options.MaxExecutions is not null || options.MaxTime is not null || options.Cancellation.CanBeCanceled || options.KeepCheckpoint is not null;
    private long executions;
    private long kept = Stopwatch.GetTimestamp();
    private int looks;
    private int due;
    private volatile bool over;

    /// <summary>The time since the exploration began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

    /// <summary>Looks at the clock: whether the time is over, or somebody has ended the exploration.</summary>
    public bool LookAtTheClock()
    {
        if (options.KeepCheckpoint is not null && Stopwatch.GetElapsedTime(Interlocked.Read(ref kept)) >= options.CheckpointPause) Volatile.Write(ref due, 1);
        return over |= options.Cancellation.IsCancellationRequested || Elapsed > options.MaxTime;
    }

    /// <summary>Whether no further execution is to be run, after one that is to be counted if <paramref name="counts"/>.</summary>
    public bool AreReached(bool counts)
    {
        if (!bounded) return false;
        long count = counts ? Interlocked.Increment(ref executions) : Interlocked.Read(ref executions);
        return count >= options.MaxExecutions || over || (IsTimeToLook() && LookAtTheClock());
    }

    /// <summary>Whether a checkpoint is to be kept now, which is said to one worker.</summary>
    public bool IsCheckpointDue()
    {
        if (Volatile.Read(ref due) == 0 || Interlocked.Exchange(ref due, 0) == 0) return false;
        Interlocked.Exchange(ref kept, Stopwatch.GetTimestamp());
        return true;
    }

    // That workers disturb each other here does not matter: it is only now and then.
    private bool IsTimeToLook() => (looks = (looks + 1) % ExecutionsPerLook) == 0;
}
