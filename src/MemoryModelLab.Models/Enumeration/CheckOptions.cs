namespace MemoryModelLab.Models.Enumeration;

/// <summary>The bounds of a check. An answer that a bound cut short says so.</summary>
public sealed record CheckOptions
{
    /// <summary>How often one backward jump is taken on a path; executions that need more are left out and reported.</summary>
    public int LoopBound { get; init; } = 2;

    /// <summary>The most paths through one thread that are followed.</summary>
    public int MostPaths { get; init; } = 100_000;

    /// <summary>The most events an execution may have; relations take the square of it.</summary>
    public int MostEvents { get; init; } = 2048;

    /// <summary>The most allowed executions that are visited.</summary>
    public long MostExecutions { get; init; } = long.MaxValue;

    /// <summary>The longest time; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The final states of which an execution is kept: a million of them would take gigabytes.</summary>
    public const int MostWitnesses = 10_000;

    /// <summary>Keeps one execution of each final state, of the first <see cref="MostWitnesses"/>, for showing it.</summary>
    public bool KeepWitnesses { get; init; }

    /// <summary>See <see cref="ExecutionSearch.ReadsOwnFuture"/>.</summary>
    internal bool ReadsOwnFuture { get; init; }
}
