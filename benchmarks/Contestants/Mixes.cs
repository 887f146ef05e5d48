using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Contestants;

/// <summary>Lookups, and 0, 5 or 50 updates in a hundred operations; each thread in its own order.</summary>
internal readonly struct Mix<TKey>(TKey[][] orders, int percentUpdates) : IWork<TKey>
    where TKey : struct
{
    public long Do<TContestant>(TContestant store, int thread)
        where TContestant : struct, IContestant<TKey> => percentUpdates switch
        {
            0 => Loops.Read<TContestant, TKey>(store, orders[thread]),
            5 => Loops.ReadAndUpdate<TContestant, TKey, FewUpdates>(store, orders[thread], thread),
            _ => Loops.ReadAndUpdate<TContestant, TKey, HalfUpdates>(store, orders[thread], thread),
        };
}

/// <summary>Lookups, half of them followed by a write of the same key.</summary>
internal readonly struct ReadModifyWrite<TKey>(TKey[] order) : IWork<TKey>
    where TKey : struct
{
    public long Do<TContestant>(TContestant store, int thread)
        where TContestant : struct, IContestant<TKey> => Loops.ReadAndModify<TContestant, TKey>(store, order);
}

/// <summary>New keys, one in twenty operations, and lookups of keys that came lately.</summary>
internal readonly struct ReadLatest<TKey>(TKey[] keys, int newest, int[] ages) : IWork<TKey>
    where TKey : struct
{
    public long Do<TContestant>(TContestant store, int thread)
        where TContestant : struct, IContestant<TKey> => Loops.ReadLatest(store, keys, newest, ages);
}
