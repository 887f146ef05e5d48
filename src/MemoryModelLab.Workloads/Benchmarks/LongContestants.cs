using System.Collections.Concurrent;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The platform's store, with numbers.</summary>
internal readonly struct LongPlatform(ConcurrentDictionary<long, long> store) : IContestant<long>, IBatchContestant
{
    public bool Get(long key) => store.TryGetValue(key, out long value) && Keys.IsValue(key, value);

    public void Set(long key, int stamp = 0) => store[key] = Keys.Value(key, stamp);

    public int Get(ReadOnlySpan<long> keys, Span<long> values, Span<bool> found)
    {
        int count = 0;
        for (int i = 0; i < keys.Length; i++)
            count += (found[i] = store.TryGetValue(keys[i], out values[i])) ? 1 : 0;
        return count;
    }
}

internal readonly struct LongProbing(ProbingStore<long, long> store) : IContestant<long>, IBatchContestant
{
    public bool Get(long key) => store.TryGetValue(key, out long value) && Keys.IsValue(key, value);

    public void Set(long key, int stamp = 0) => store.Set(key, Keys.Value(key, stamp));

    public int Get(ReadOnlySpan<long> keys, Span<long> values, Span<bool> found) => store.TryGetValues(keys, values, found);
}

/// <summary>A dictionary behind a lock.</summary>
internal readonly struct LongMutex(MutexStore<long, long> store) : IContestant<long>
{
    public bool Get(long key) => store.TryGetValue(key, out long value) && Keys.IsValue(key, value);

    public void Set(long key, int stamp = 0) => store.Set(key, Keys.Value(key, stamp));
}

/// <summary>Any store, called through its base class.</summary>
internal readonly struct LongOther(KeyValueStore<long, long> store) : IContestant<long>
{
    public bool Get(long key) => store.TryGetValue(key, out long value) && Keys.IsValue(key, value);

    public void Set(long key, int stamp = 0) => store.Set(key, Keys.Value(key, stamp));
}

/// <summary>The limit: a bare array that is as long as there are keys, without hashes, comparisons or care for other threads.</summary>
internal readonly struct LongArray(long[] store) : IContestant<long>
{
    public bool Get(long key) => Keys.IsValue(key, store[Keys.Number(key)]);

    public void Set(long key, int stamp = 0) => store[Keys.Number(key)] = Keys.Value(key, stamp);
}
