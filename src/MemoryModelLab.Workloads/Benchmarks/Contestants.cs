using System.Collections.Concurrent;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>What is measured, as a struct: the JIT compiles each workload for each store, and calls it as a user's code would.</summary>
internal interface IContestant<TKey, TValue>
    where TKey : notnull
{
    bool TryGet(TKey key, out TValue? value);

    void Set(TKey key, TValue value);

    int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found);
}

internal readonly struct Platform<TKey, TValue>(ConcurrentDictionary<TKey, TValue> entries) : IContestant<TKey, TValue>
    where TKey : notnull
{
    public bool TryGet(TKey key, out TValue? value) => entries.TryGetValue(key, out value);

    public void Set(TKey key, TValue value) => entries[key] = value;

    public int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        int count = 0;
        for (int i = 0; i < keys.Length; i++)
            count += (found[i] = entries.TryGetValue(keys[i], out values[i]!)) ? 1 : 0;
        return count;
    }
}

internal readonly struct Probing<TKey, TValue>(ProbingStore<TKey, TValue> store) : IContestant<TKey, TValue>
    where TKey : notnull
{
    public bool TryGet(TKey key, out TValue? value) => store.TryGetValue(key, out value);

    public void Set(TKey key, TValue value) => store.Set(key, value);

    public int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found) => store.TryGetValues(keys, values, found);
}

internal readonly struct Other<TKey, TValue>(KeyValueStore<TKey, TValue> store) : IContestant<TKey, TValue>
    where TKey : notnull
{
    public bool TryGet(TKey key, out TValue? value) => store.TryGetValue(key, out value);

    public void Set(TKey key, TValue value) => store.Set(key, value);

    public int TryGetMany(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        int count = 0;
        for (int i = 0; i < keys.Length; i++)
            count += (found[i] = store.TryGetValue(keys[i], out values[i]!)) ? 1 : 0;
        return count;
    }
}
