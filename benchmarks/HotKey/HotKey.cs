using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.HotKey;

/// <summary>What if all threads want the same key, half of the time to change it?</summary>
public class HotKey
{
    private Team? _team;
    private IFilled<long> _store = null!;
    private Mix<long> _mix;

    public static IEnumerable<string> Stores => LongStores.ForThreads;

    public static IEnumerable<int> Counts => Scaling.Scaling.Counts;

    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [ParamsSource(nameof(Counts))]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _store = LongStores.Make(Store, 1);
        _mix = new Mix<long>([.. Enumerable.Range(0, Threads).Select(_ => new long[FullConfiguration.Turn / Threads])], percentUpdates: 50);
        _team = new Team(Threads, Results.Bind);
    }

    [GlobalCleanup]
    public void Cleanup() => _team!.Dispose();

    [Benchmark(OperationsPerInvoke = FullConfiguration.Turn)]
    public double Operation() => _team!.Run(thread => _store.Run(_mix, thread)).Seconds;
}
