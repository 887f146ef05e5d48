using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>A store under one workload, turn after turn.</summary>
internal sealed class YcsbRun<TKey>
    where TKey : struct
{
    private const int Insertions = FullConfiguration.Turn / (Loops.ReadsForAnInsertion + 1) + 1;

    private readonly Workload workload;
    private readonly IFilled<TKey> store;
    private readonly TKey[] order = [];
    private readonly TKey[] keys = [];
    private readonly int[] ages = [];
    private int newest;

    public YcsbRun(Workload workload, Distribution distribution, int entries, IFilled<TKey> store, Func<int, TKey> key)
    {
        (this.workload, this.store, newest) = (workload, store, entries - 1);
        int[] numbers = distribution == Distribution.Uniform
            ? Keys.Uniform(entries, FullConfiguration.Turn, seed: 1)
            : Keys.Zipfian(entries, FullConfiguration.Turn, seed: 1);
        if (workload == Workload.D)
        {
            // In this workload the newest keys are the most frequent, or all that were there are alike.
            var random = new Random(1);
            var zipf = new Zipf(entries);
            ages = distribution == Distribution.Uniform ? numbers : [.. numbers.Select(_ => zipf.Rank(random))];
            keys = [.. Enumerable.Range(0, entries + (Insertions * (FullConfiguration.WarmUps + FullConfiguration.Turns + 1))).Select(key)];
        }
        else
        {
            order = [.. numbers.Select(key)];
        }
    }

    /// <summary>One turn of <see cref="FullConfiguration.Turn"/> operations.</summary>
    public long Turn()
    {
        switch (workload)
        {
            case Workload.D:
                int newest = this.newest;
                this.newest += FullConfiguration.Turn / (Loops.ReadsForAnInsertion + 1);
                return store.Run(new ReadLatest<TKey>(keys, newest, ages));
            case Workload.F:
                return store.Run(new ReadModifyWrite<TKey>(order));
            default:
                int percentUpdates = workload switch { Workload.A => 50, Workload.B => 5, _ => 0 };
                return store.Run(new Mix<TKey>([order], percentUpdates));
        }
    }
}
