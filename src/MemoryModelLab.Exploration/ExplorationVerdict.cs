namespace MemoryModelLab.Exploration;

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
