using System.Diagnostics;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>The bounds of an exploration, shared by its workers.</summary>
internal sealed class ExplorationBounds(ExplorationOptions options)
{
    // Reading the clock costs as much as a small execution.
    private const int ExecutionsPerLookAtTheClock = 64;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly bool bounded = options.MaxExecutions is not null || options.MaxTime is not null;
    private long admitted;

    /// <summary>Whether an execution was not admitted.</summary>
    public bool WereReached { get; private set; }

    /// <summary>The time since the exploration began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

    /// <summary>Whether another execution may be run.</summary>
    public bool Admit()
    {
        if (!bounded) return true;
        long before = Interlocked.Increment(ref admitted) - 1;
        bool late = before % ExecutionsPerLookAtTheClock == 0 && Elapsed > options.MaxTime;
        if (!late && !(before >= options.MaxExecutions)) return true;
        WereReached = true;
        return false;
    }
}
