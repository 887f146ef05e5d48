using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>How do the stores do at usual mixes of operations?</summary>
public abstract class Ycsb
{
    private Func<long> turn = null!;

    [Params(1_000, 1_000_000, 10_000_000)]
    public int Entries { get; set; }

    [ParamsAllValues]
    public Workload Workload { get; set; }

    [ParamsAllValues]
    public Distribution Distribution { get; set; }

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public long Operation() => turn();

    private protected void Prepare<TKey>(IFilled<TKey> store, Func<int, TKey> key)
        where TKey : struct
    {
        Results.Bind(0);
        turn = new YcsbRun<TKey>(Workload, Distribution, Entries, store, key).Turn;
    }
}
