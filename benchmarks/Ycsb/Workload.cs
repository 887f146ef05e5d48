namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>The core workloads of the Yahoo! Cloud Serving Benchmark (Cooper et al., SoCC 2010) without E, which scans.</summary>
public enum Workload
{
    /// <summary>Half reads, half updates.</summary>
    A,

    /// <summary>95 % reads, 5 % updates.</summary>
    B,

    /// <summary>Reads only.</summary>
    C,

    /// <summary>95 % reads of what came lately, 5 % new keys.</summary>
    D,

    /// <summary>Half reads, half read, modify and write.</summary>
    F,
}

/// <summary>How keys are chosen.</summary>
public enum Distribution
{
    /// <summary>All alike.</summary>
    Uniform,

    /// <summary>Zipf's law with exponent 0.99.</summary>
    Zipfian,
}
