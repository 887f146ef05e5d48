namespace MemoryModelLab.Consistency;

/// <summary>How far a checker may go.</summary>
public sealed record CheckOptions
{
    /// <summary>The bounds where none are given.</summary>
    public static CheckOptions Default { get; } = new();

    /// <summary>How long a search may take; one cut short is inconclusive. <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a satisfied verdict comes with its witness.</summary>
    public bool WithWitness { get; init; } = true;

    /// <summary>Whether the core of a violation that a search found is shrunk.</summary>
    public bool ShrinksCore { get; init; } = true;

    /// <summary>Ends a search.</summary>
    public CancellationToken Cancellation { get; init; }
}
