using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>How do the stores do at usual mixes of operations? Numbers to numbers.</summary>
public class YcsbLongs
{
    private YcsbRun<long> _run = null!;

    public static IEnumerable<string> Stores => LongStores.Few;

    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [Params(1_000, 1_000_000, 10_000_000)]
    public int Entries { get; set; }

    [ParamsAllValues]
    public Workload Workload { get; set; }

    [ParamsAllValues]
    public Distribution Distribution { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Results.Bind(0);
        _run = new YcsbRun<long>(Workload, Distribution, Entries, LongStores.Make(Store, Entries), Keys.Long);
    }

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public long Operation() => _run.Turn();
}
