namespace MemoryModelLab.Litmus;

/// <summary>What is wrong with a test or model file, and where: the message says what was found and what would be right.</summary>
public class LitmusException : Exception
{
    /// <summary>Creates an error at <paramref name="position"/>.</summary>
    public LitmusException(SourcePosition position, string problem)
        : this(position, problem, $"{position}: {problem}")
    {
    }

    /// <summary>Creates an error in what has no lines, with a message that says where in its own way.</summary>
    protected LitmusException(SourcePosition position, string problem, string message)
        : base(message)
    {
        Position = position;
        Problem = problem;
    }

    /// <summary>Where the error is.</summary>
    public SourcePosition Position { get; }

    /// <summary>The sentence without the position.</summary>
    public string Problem { get; }
}
