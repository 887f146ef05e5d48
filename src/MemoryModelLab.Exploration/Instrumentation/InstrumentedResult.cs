namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>What the exploration of rewritten code found.</summary>
/// <param name="Exploration">The executions and the verdict.</param>
/// <param name="OpaqueCalls">The code that was called and is not rewritten: if it keeps what threads share, nothing is said of that.</param>
/// <param name="Shared">The fields that threads share, whose accesses were explored.</param>
public sealed record InstrumentedResult(ExplorationResult Exploration, IReadOnlyList<Site> OpaqueCalls, IReadOnlyList<string> Shared);
