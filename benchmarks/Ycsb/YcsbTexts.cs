using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>How do the stores do at usual mixes of operations? Texts to texts.</summary>
public class YcsbTexts
{
    private YcsbRun<Text> _run = null!;

    public static IEnumerable<string> Stores => TextStores.All;

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
        _run = new YcsbRun<Text>(Workload, Distribution, Entries, TextStores.Make(Store, Entries), Keys.Text);
    }

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public long Operation() => _run.Turn();
}
