using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>How do the stores do at usual mixes of operations, with numbers for keys and values, and with texts?</summary>
public class Ycsb
{
    private const string Longs = "long ";
    private const string Texts = "string ";

    private Func<long> turn = null!;

    public static IEnumerable<string> Stores => [.. LongStores.Few.Select(name => Longs + name), .. TextStores.All.Select(name => Texts + name)];

    /// <summary>What the keys are, and the store.</summary>
    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [Params(1_000, 1_000_000, 10_000_000)]
    public int Entries { get; set; }

    [ParamsAllValues]
    public Workload Workload { get; set; }

    [ParamsAllValues]
    public Distribution Distribution { get; set; }

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public long Operation() => turn();

    [GlobalSetup]
    public void Setup()
    {
        if (Store.StartsWith(Longs, StringComparison.Ordinal))
            Prepare(LongStores.Make(Store[Longs.Length..], Entries), Keys.Long);
        else
            Prepare(TextStores.Make(Store[Texts.Length..], Entries), Keys.Text);
    }

    private void Prepare<TKey>(IFilled<TKey> store, Func<int, TKey> key)
        where TKey : struct
    {
        Results.Bind(0);
        turn = new YcsbRun<TKey>(Workload, Distribution, Entries, store, key).Turn;
    }
}
