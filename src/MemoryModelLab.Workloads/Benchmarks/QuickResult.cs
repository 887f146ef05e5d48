namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>What a store did in one workload.</summary>
/// <param name="Workload">The workload's name: what keys, how many, what is done, by how many threads.</param>
/// <param name="Store">The store's name.</param>
/// <param name="Value">The median over the repetitions, in <paramref name="Unit"/>.</param>
/// <param name="Unit"><see cref="Speed"/>, <see cref="Space"/> or <see cref="Pause"/>.</param>
/// <param name="Ratio">The median, over the repetitions, of the value divided by that of <c>ConcurrentDictionary</c> in the same repetition.</param>
/// <param name="BytesPerOperation">Of a speed: what was allocated, by all threads together.</param>
/// <param name="Target">The ratio that is aimed at, at least for a speed and at most for the others; null where there is none.</param>
public sealed record QuickResult(string Workload, string Store, double Value, string Unit, double Ratio, double? BytesPerOperation, double? Target)
{
    /// <summary>The unit of speeds.</summary>
    public const string Speed = "operations/s";

    /// <summary>The unit of what is kept in memory.</summary>
    public const string Space = "bytes/entry";

    /// <summary>The unit of pauses.</summary>
    public const string Pause = "ms";
}

/// <summary>How long to measure.</summary>
/// <param name="Repetitions">How often each store has its turn; the median counts.</param>
/// <param name="Slice">About how long a turn is.</param>
/// <param name="Large">How many keys the large workloads have.</param>
/// <param name="Huge">How many keys there are where space and pauses are measured.</param>
/// <param name="Only">When given, only workloads whose names contain it.</param>
/// <param name="Bind">Binds the calling thread, the n-th of its workload, to a processor.</param>
public sealed record QuickOptions(
    int Repetitions = 31, TimeSpan? Slice = null, int Large = 1_000_000, int Huge = 10_000_000, string? Only = null, Action<int>? Bind = null);
