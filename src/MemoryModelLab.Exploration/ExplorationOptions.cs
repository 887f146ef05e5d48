namespace MemoryModelLab.Exploration;

/// <summary>How a program is explored.</summary>
public sealed record ExplorationOptions
{
    /// <summary>The memory model.</summary>
    public MemoryModelKind Model { get; init; } = MemoryModelKind.DotNet;

    /// <summary>After how many executions to stop, blocked ones included; the answer is then inconclusive.</summary>
    public long? MaxExecutions { get; init; }

    /// <summary>After what time to stop; the answer is then inconclusive.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Whether to go on after a failure.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>
    /// How many workers explore, each with a program of its own, made by the same function. With more than one, what the threads do to
    /// memory that is not shared through the explorer must not matter.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where to go on: the same program under the same model, stopped before.</summary>
    public ExplorationCheckpoint? Resume { get; init; }
}
