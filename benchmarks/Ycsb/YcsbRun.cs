using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>A store under one workload, turn after turn.</summary>
internal sealed class YcsbRun<TKey>
    where TKey : struct
{
    private const int Insertions = FullConfiguration.Turn / (Loops.ReadsForAnInsertion + 1) + 1;

    private readonly Workload _workload;
    private readonly IFilled<TKey> _store;
    private readonly TKey[] _order = [];
    private readonly TKey[] _keys = [];
    private readonly int[] _ages = [];
    private int _newest;

    public YcsbRun(Workload workload, Distribution distribution, int entries, IFilled<TKey> store, Func<int, TKey> key)
    {
        (_workload, _store, _newest) = (workload, store, entries - 1);
        int[] numbers = distribution == Distribution.Uniform
            ? Keys.Uniform(entries, FullConfiguration.Turn, seed: 1)
            : Keys.Zipfian(entries, FullConfiguration.Turn, seed: 1);
        if (workload == Workload.D)
        {
            // In this workload the newest keys are the most frequent, or all that were there are alike.
            var random = new Random(1);
            var zipf = new Zipf(entries);
            _ages = distribution == Distribution.Uniform ? numbers : [.. numbers.Select(_ => zipf.Rank(random))];
            _keys = [.. Enumerable.Range(0, entries + (Insertions * (FullConfiguration.WarmUps + FullConfiguration.Turns + 1))).Select(key)];
        }
        else
        {
            _order = [.. numbers.Select(key)];
        }
    }

    /// <summary>One turn of <see cref="FullConfiguration.Turn"/> operations.</summary>
    public long Turn()
    {
        switch (_workload)
        {
            case Workload.D:
                int newest = _newest;
                _newest += FullConfiguration.Turn / (Loops.ReadsForAnInsertion + 1);
                return _store.Run(new ReadLatest<TKey>(_keys, newest, _ages));
            case Workload.F:
                return _store.Run(new ReadModifyWrite<TKey>(_order));
            default:
                int percentUpdates = _workload switch { Workload.A => 50, Workload.B => 5, _ => 0 };
                return _store.Run(new Mix<TKey>([_order], percentUpdates));
        }
    }
}
