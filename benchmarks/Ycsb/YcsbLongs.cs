using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>Numbers to numbers.</summary>
public class YcsbLongs : Ycsb
{
    public static IEnumerable<string> Stores => LongStores.Few;

    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [GlobalSetup]
    public void Setup() => Prepare(LongStores.Make(Store, Entries), Keys.Long);
}
