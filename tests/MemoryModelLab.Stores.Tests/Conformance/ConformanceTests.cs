using MemoryModelLab.Workloads;

namespace MemoryModelLab.Stores.Tests.Conformance;

/// <summary>What every store must do when one thread uses it.</summary>
public abstract class ConformanceTests
{
    public static TheoryData<StoreKind> Stores => [.. StoreKind.All];
}
