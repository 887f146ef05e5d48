namespace MemoryModelLab.Consistency;

/// <summary>A history does not satisfy a model, or nobody knows.</summary>
public sealed class ConsistencyException : Exception
{
    /// <summary>Creates the exception of a verdict.</summary>
    public ConsistencyException(Verdict verdict)
        : base($"{verdict?.Model}: {verdict?.Judgement.ToString().ToLowerInvariant()} (by {verdict?.Algorithm}): {verdict?.Reason}") => Verdict = verdict!;

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; }
}
