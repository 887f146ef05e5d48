namespace MemoryModelLab.Exploration.Engine.Checks;

/// <summary>What a check found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Events">The events that show it.</param>
internal sealed record Violation(FailureKind Kind, string Message, IReadOnlyList<int> Events);
