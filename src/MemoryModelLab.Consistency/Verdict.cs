namespace MemoryModelLab.Consistency;

/// <summary>A checker's answer.</summary>
public enum Judgement
{
    /// <summary>The history satisfies the model.</summary>
    Satisfied,

    /// <summary>It does not.</summary>
    Violated,

    /// <summary>The budget was spent before either was known.</summary>
    Inconclusive,
}

/// <summary>What a checker found out, and why that is so.</summary>
/// <param name="Model">The model asked about.</param>
/// <param name="Judgement">The answer.</param>
/// <param name="Algorithm">What decided, in a few words.</param>
public sealed record Verdict(string Model, Judgement Judgement, string Algorithm)
{
    /// <summary>
    /// For a violation: the operations that contradict each other, as indices into the history, by invocation; as few as the contradiction needs.
    /// </summary>
    public IReadOnlyList<int> Core { get; init; } = [];

    /// <summary>For a violation, the contradiction; for an inconclusive answer, what ran out. One sentence, without its full stop.</summary>
    public string? Reason { get; init; }

    /// <summary>For a satisfied model that asks for one order of all operations: the order, as indices into the history. What never took effect is left out.</summary>
    public IReadOnlyList<int>? Witness { get; init; }

    /// <summary>
    /// For a satisfied model that asks for one order of the writes only (prefix, the session guarantees, causal convergence): the order, as indices into the history. A model that
    /// another implies has that one's <see cref="Witness"/>, or arbitration.
    /// </summary>
    public IReadOnlyList<int>? Arbitration { get; init; }

    /// <summary>What making the core small took, after it was decided.</summary>
    public TimeSpan ShrinkTime { get; init; }

    /// <summary>For tests: nothing when the model is satisfied.</summary>
    /// <exception cref="ConsistencyException">It is violated, or that is not known; the message says why.</exception>
    public void ThrowUnlessSatisfied()
    {
        if (Judgement != Judgement.Satisfied) throw new ConsistencyException(this);
    }
}
