using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Workloads.Stress;

/// <summary>What a store did that no order of the operations explains.</summary>
/// <param name="Reason">One sentence, without its full stop.</param>
/// <param name="History">The operations on the key it happened to.</param>
/// <param name="Core">Those of them that contradict each other, as indices into the history.</param>
public sealed record StressViolation(string Reason, History History, IReadOnlyList<int> Core);
