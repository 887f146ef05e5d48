namespace MemoryModelLab.Litmus;

/// <summary>What is wrong with a test or model file, and where: the message says what was found and what would be right.</summary>
public sealed class LitmusException : Exception
{
    /// <summary>Creates an error at <paramref name="position"/>.</summary>
    public LitmusException(SourcePosition position, string problem)
        : base($"{position}: {problem}")
    {
        Position = position;
        Problem = problem;
    }

    /// <summary>Where the error is.</summary>
    public SourcePosition Position { get; }

    /// <summary>The sentence without the position.</summary>
    public string Problem { get; }
}
