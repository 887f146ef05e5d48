namespace MemoryModelLab.Exploration;

/// <summary>What an exploration found.</summary>
public sealed record ExplorationResult
{
    /// <summary>The answer.</summary>
    public required ExplorationVerdict Verdict { get; init; }

    /// <summary>The executions in which all threads ended.</summary>
    public required long Complete { get; init; }

    /// <summary>The executions in which some thread waits for a value that another execution gives it.</summary>
    public required long Blocked { get; init; }

    /// <summary>What failed: only the first, unless asked to go on.</summary>
    public required IReadOnlyList<ExplorationFailure> Failures { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>The answers.</summary>
public enum ExplorationVerdict
{
    /// <summary>Every execution was explored, and none failed.</summary>
    Passed,

    /// <summary>An execution failed.</summary>
    Failed,

    /// <summary>A bound was reached, and no execution failed so far.</summary>
    Inconclusive,
}

/// <summary>An execution that failed.</summary>
/// <param name="Kind">How.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Error">What the program threw, if that was it.</param>
public sealed record ExplorationFailure(FailureKind Kind, string Message, Exception? Error);

/// <summary>How an execution fails.</summary>
public enum FailureKind
{
    /// <summary>The program threw: an assertion, or anything else.</summary>
    Exception,

    /// <summary>Threads wait for each other, or for what nobody will do.</summary>
    Deadlock,

    /// <summary>A loop goes round without reading shared memory.</summary>
    EndlessLoop,
}
