using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Explanation;

/// <summary>The bounds of an explanation. What a bound cut short says so.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The bounds of each search for executions.</summary>
    public CheckOptions Check { get; init; } = new() { TimeLimit = TimeSpan.FromSeconds(20), MostExecutions = 500_000 };

    /// <summary>Whether to search for changes that forbid what is allowed.</summary>
    public bool Strengthen { get; init; } = true;

    /// <summary>The most executions that are examined for the one with the shortest explanation.</summary>
    public int MostExamined { get; init; } = 500;

    /// <summary>The most events of an execution that is explained: shortest cycles take the cube of it.</summary>
    public int MostEvents { get; init; } = 100;
}
