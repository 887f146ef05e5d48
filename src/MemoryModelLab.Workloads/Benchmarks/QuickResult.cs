namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>What a store did in one workload.</summary>
/// <param name="Workload">The workload's name: what keys, how many, what is done, by how many threads.</param>
/// <param name="Store">The store's name.</param>
/// <param name="OperationsPerSecond">The median over the repetitions.</param>
/// <param name="Ratio">The median, over the repetitions, of its speed divided by that of <c>ConcurrentDictionary</c> in the same repetition.</param>
/// <param name="BytesPerOperation">What was allocated, by all threads together.</param>
public sealed record QuickResult(string Workload, string Store, double OperationsPerSecond, double Ratio, double BytesPerOperation);

/// <summary>How long to measure.</summary>
/// <param name="Repetitions">How often each store has its turn; the median counts.</param>
/// <param name="Slice">About how long a turn is.</param>
/// <param name="Large">How many keys the large workloads have.</param>
/// <param name="Only">When given, only workloads whose names contain it.</param>
public sealed record QuickOptions(int Repetitions = 31, TimeSpan? Slice = null, int Large = 1_000_000, string? Only = null);
