using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Scaling;

/// <summary>Threads that share a turn of work on one store. The time is that of an operation of all threads together.</summary>
public abstract class ManyThreads
{
    private Team? team;
    private IFilled<long> store = null!;
    private Mix<long> mix;

    public static IEnumerable<string> Stores => LongStores.ForThreads;

    /// <summary>1, 2, 4 … and as many as there are processors.</summary>
    public static IEnumerable<int> Counts
    {
        get
        {
            for (int threads = 1; threads < Environment.ProcessorCount; threads *= 2)
                yield return threads;
            yield return Environment.ProcessorCount;
        }
    }

    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [ParamsSource(nameof(Counts))]
    public int Threads { get; set; }

    [GlobalCleanup]
    public void Cleanup() => team!.Dispose();

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public double Operation() => team!.Run(thread => store.Run(mix, thread)).Seconds;

    private protected void Prepare(int entries, int percentUpdates)
    {
        store = LongStores.Make(Store, entries);
        int share = FullConfiguration.Turn / Threads;
        mix = new Mix<long>([.. Enumerable.Range(1, Threads).Select(seed => Keys.Uniform(entries, share, seed).Select(Keys.Long).ToArray())], percentUpdates);
        team = new Team(Threads, Results.Bind);
    }
}
