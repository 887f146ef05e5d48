using BenchmarkDotNet.Attributes;

namespace MemoryModelLab.Stores.Benchmarks.Scaling;

/// <summary>How much more do more threads do?</summary>
public class Scaling : ManyThreads
{
    [Params(1_000, 1_000_000)]
    public int Entries { get; set; }

    [Params(0, 5, 50)]
    public int PercentUpdates { get; set; }

    [GlobalSetup]
    public void Setup() => Prepare(Entries, PercentUpdates);
}
