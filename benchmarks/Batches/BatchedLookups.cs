using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Batches;

/// <summary>What does it bring to look up 256 keys at once?</summary>
public class BatchedLookups
{
    private readonly ConcurrentDictionary<long, long> platform = [];
    private readonly ProbingStore<long, long> probing = new();
    private long[] order = [];

    [Params(1_000, 1_000_000, 10_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Results.Bind(0);
        for (int i = 0; i < Entries; i++)
            platform[Keys.Long(i)] = probing[Keys.Long(i)] = Keys.Long(i);
        order = [.. Keys.Uniform(Entries, FullConfiguration.Turn, seed: 1).Select(Keys.Long)];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = FullConfiguration.Turn)]
    public int ConcurrentDictionaryOneByOne() => Loops.ReadInBatches(new LongPlatform(platform), order);

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public int ProbingOneByOne() => Loops.Read<LongProbing, long>(new LongProbing(probing), order);

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public int ProbingInBatches() => Loops.ReadInBatches(new LongProbing(probing), order);
}
