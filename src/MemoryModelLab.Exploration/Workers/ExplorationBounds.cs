using System.Diagnostics;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>The bounds of an exploration, shared by its workers.</summary>
internal sealed class ExplorationBounds(ExplorationOptions options)
{
    // Reading the clock costs as much as a small execution.
    private const int ExecutionsPerLookAtTheClock = 64;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly bool bounded = options.MaxExecutions is not null || options.MaxTime is not null;
    private long executions;

    /// <summary>The time since the exploration began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

    /// <summary>Whether no further execution is to be run, after one that is to be counted if <paramref name="counts"/>.</summary>
    public bool AreReached(bool counts)
    {
        if (!bounded) return false;
        long count = counts ? Interlocked.Increment(ref executions) : Interlocked.Read(ref executions);
        return count >= options.MaxExecutions || (count % ExecutionsPerLookAtTheClock == 0 && Elapsed > options.MaxTime);
    }
}
