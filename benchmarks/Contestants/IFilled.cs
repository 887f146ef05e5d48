using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Contestants;

/// <summary>Work on a store, compiled for each.</summary>
internal interface IWork<TKey>
    where TKey : struct
{
    /// <summary>The share of one thread; returns the number of operations.</summary>
    long Do<TContestant>(TContestant store, int thread)
        where TContestant : struct, IContestant<TKey>;
}

/// <summary>A store with its entries.</summary>
internal interface IFilled<TKey>
    where TKey : struct
{
    /// <summary>Has the work done on it.</summary>
    long Run<TWork>(TWork work, int thread = 0)
        where TWork : IWork<TKey>;
}

internal sealed class Filled<TContestant, TKey>(TContestant store) : IFilled<TKey>
    where TContestant : struct, IContestant<TKey>
    where TKey : struct
{
    public long Run<TWork>(TWork work, int thread = 0)
        where TWork : IWork<TKey> => work.Do(store, thread);
}
