using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Cli.Reports;

/// <summary>A final state of a test that a model allows or this machine showed.</summary>
/// <param name="State">As herd prints it.</param>
/// <param name="Satisfies">Whether the condition's proposition holds in it.</param>
/// <param name="Grade">What the test's author says of it; null when nothing.</param>
/// <param name="Sentence">The author's sentence.</param>
/// <param name="Observed">How often this machine showed it; null when it did not run.</param>
/// <param name="Executions">For each model asked, the number of its executions that end so; 0 when it forbids the state.</param>
internal sealed record Outcome(
    string State, bool Satisfies, Grade? Grade, string? Sentence, long? Observed, IReadOnlyList<long> Executions);
