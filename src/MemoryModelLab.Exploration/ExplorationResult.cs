namespace MemoryModelLab.Exploration;

/// <summary>What an exploration found.</summary>
public sealed record ExplorationResult
{
    /// <summary>The answer.</summary>
    public required ExplorationVerdict Verdict { get; init; }

    /// <summary>The memory model.</summary>
    public required MemoryModelKind Model { get; init; }

    /// <summary>What of the model was not explored, to be said with every answer; null when all of it was.</summary>
    public string? NotExplored => NotExploredUnder(Model);

    /// <summary>Why the answer is inconclusive; null when it is not.</summary>
    public string? WhyInconclusive { get; init; }

    /// <summary>The executions in which all threads ended.</summary>
    public required long Complete { get; init; }

    /// <summary>The executions in which some thread waits for a value that another execution gives it.</summary>
    public required long Blocked { get; init; }

    /// <summary>The executions in which a thread did more operations than allowed, and was stopped.</summary>
    public required long CutShort { get; init; }

    /// <summary>The graphs that the bound on preemptions left out: none if no execution needs more.</summary>
    public long Pruned { get; init; }

    /// <summary>The executions that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>What failed: only the first, unless asked to go on, and then at most a hundred.</summary>
    public required IReadOnlyList<ExplorationFailure> Failures { get; init; }

    /// <summary>Whether there are threads of the same code, so that each execution counted stands for those that differ in which of them is which.</summary>
    public bool IsSymmetric { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What of a model is never explored; null where all of it is.</summary>
    public static string? NotExploredUnder(MemoryModelKind model) => model == MemoryModelKind.DotNet
        ? "executions in which plain reads depend in a cycle on what is written after them (load buffering) are not explored"
        : null;

    /// <summary>Where to take it up again when a bound ended it; null when all was explored, or a failure ended it.</summary>
    public ExplorationCheckpoint? Checkpoint { get; init; }
}
