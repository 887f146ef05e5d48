namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>How many lookups there are to an update; a type, so that a loop is compiled for it.</summary>
internal interface IMix
{
    static abstract int Reads { get; }
}

/// <summary>Half lookups, half updates: workload A of the Yahoo! Cloud Serving Benchmark.</summary>
internal readonly struct HalfUpdates : IMix
{
    public static int Reads => 1;
}

/// <summary>An update in twenty operations: workload B.</summary>
internal readonly struct FewUpdates : IMix
{
    public static int Reads => 19;
}
