using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.SingleThread;

/// <summary>What does an operation cost when nobody is in the way?</summary>
public class SingleThreadCost
{
    private IFilled<long> store = null!;
    private Mix<long> mix;

    public static IEnumerable<string> Stores => LongStores.All;

    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [Params(1_000, 1_000_000)]
    public int Entries { get; set; }

    [Params(0, 5, 50)]
    public int PercentUpdates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Results.Bind(0);
        store = LongStores.Make(Store, Entries);
        mix = new Mix<long>([[.. Keys.Uniform(Entries, FullConfiguration.Turn, seed: 1).Select(Keys.Long)]], PercentUpdates);
    }

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public long Operation() => store.Run(mix);
}
