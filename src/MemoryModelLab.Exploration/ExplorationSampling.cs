namespace MemoryModelLab.Exploration;

/// <summary>Executions drawn at random, for programs with too many to explore all. Without a failure the answer is inconclusive.</summary>
/// <param name="Executions">How many.</param>
public sealed record ExplorationSampling(long Executions)
{
    private readonly int? depth;

    /// <summary>The seed: the same executions again, whatever the number of workers.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many ordered events a fault is taken to need (probabilistic concurrency testing: threads by priority, which changes one time less
    /// than this); null has any thread go on at any time, and reads read any store.
    /// </summary>
    public int? Depth
    {
        get => depth;
        init => depth = value is null or (> 0 and <= 100)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected a depth from 1 to 100");
    }
}
