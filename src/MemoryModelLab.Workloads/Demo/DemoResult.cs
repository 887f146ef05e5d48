using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Workloads.Demo;

/// <summary>What happened in the demonstration.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Delays">How long the threads waited.</param>
/// <param name="Final">What the store held in the end, as it enumerated it.</param>
/// <param name="History">All operations, times in nanoseconds; the last reads are those of the final state.</param>
/// <param name="Linearizable">Whether one order explains them, with the order.</param>
public sealed record DemoResult(
    string Store, DemoDelays Delays, IReadOnlyList<KeyValuePair<string, string>> Final, History History, Verdict Linearizable);
