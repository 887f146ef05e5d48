namespace MemoryModelLab.Consistency.Objects;

/// <summary>Why an object's history cannot be linearized.</summary>
/// <param name="Core">The operations that contradict each other.</param>
/// <param name="Reason">The contradiction in words, without its full stop.</param>
internal sealed record ObjectContradiction(IReadOnlyList<ObjectOperation> Core, Func<ObjectHistory, string> Reason);
