namespace MemoryModelLab.Exploration;

/// <summary>How a program is explored.</summary>
public sealed record ExplorationOptions
{
    /// <summary>The largest <see cref="MaxOperations"/>.</summary>
    public const int MostOperations = 30_000;

    private readonly int maxOperations = 5_000;
    private readonly int? preemptions;

    /// <summary>The memory model.</summary>
    public MemoryModelKind Model { get; init; } = MemoryModelKind.DotNet;

    /// <summary>After how many executions to stop, blocked ones included; the answer is then inconclusive.</summary>
    public long? MaxExecutions { get; init; }

    /// <summary>After what time to stop, also inside an execution; the answer is then inconclusive.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>
    /// After how many operations on shared memory a thread is stopped; an answer that does not see it end is inconclusive. What runs long
    /// costs its square.
    /// </summary>
    public int MaxOperations
    {
        get => maxOperations;
        init => maxOperations = value is > 0 and <= MostOperations
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"expected 1 to {MostOperations} operations");
    }

    /// <summary>
    /// Leaves out the executions that need more preemptions: changes from a thread that has not ended, in the order of events that needs fewest.
    /// What reordering does is none. When anything was left out, the answer is inconclusive.
    /// </summary>
    public int? Preemptions
    {
        get => preemptions;
        init => preemptions = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected a number of preemptions from 0");
    }

    /// <summary>What else counts as a failure.</summary>
    public ExecutionChecks Checks { get; init; }

    /// <summary>Whether to go on after a failure.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>
    /// How many workers explore, each with a program of its own, made by the same function. With more than one, what the threads do to
    /// memory that is not shared through the explorer must not matter.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// Whether executions that differ only in which of several threads of the same code is which are explored once: threads with one delegate,
    /// there from the start or started one after the other. Has no effect with a bound on preemptions, or where executions are drawn.
    /// </summary>
    public bool Symmetry { get; init; } = true;

    /// <summary>Where to go on: the same program under the same model, stopped before.</summary>
    public ExplorationCheckpoint? Resume { get; init; }

    /// <summary>Given about once a <see cref="CheckpointPause"/> where the exploration could be taken up again, by one worker while all wait.</summary>
    public Action<ExplorationCheckpoint>? KeepCheckpoint { get; init; }

    /// <summary>The time between two checkpoints to keep.</summary>
    public TimeSpan CheckpointPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Ends the exploration as a bound does, also inside an execution; the answer is then inconclusive.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Draws executions at random instead of exploring all; null explores all.</summary>
    public ExplorationSampling? Sampling { get; init; }

    /// <summary>Runs only the execution of a failure, by its <see cref="ExplorationFailure.Replay"/>, under the model it failed under.</summary>
    public string? Replay { get; init; }

    /// <summary>Told now and then how far the exploration is, by one worker at a time.</summary>
    public IProgress<ExplorationProgress>? Progress { get; init; }
}
