namespace MemoryModelLab.Consistency;

/// <summary>Why a history violates a model.</summary>
/// <param name="Core">The operations that contradict each other, as indices into the history.</param>
/// <param name="Reason">The contradiction, in a sentence without its full stop.</param>
internal sealed record Contradiction(IReadOnlyList<int> Core, string Reason);
