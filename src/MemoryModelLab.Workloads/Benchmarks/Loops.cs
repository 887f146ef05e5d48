using System.Runtime.CompilerServices;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The loops that are measured. They hold nothing but the store's work, or they would be what is measured.</summary>
internal static class Loops
{
    /// <summary>How many lookups <see cref="ReadLatest"/> does for each new key.</summary>
    public const int ReadsForAnInsertion = 19;

    private const int Batch = 256;

    /// <summary>Looks every key up.</summary>
    /// <exception cref="InvalidOperationException">One is not there, or has another value.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Read<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        int found = 0;
        foreach (TKey key in keys)
            found += store.Get(key) ? 1 : 0;
        return found == keys.Length ? found : throw new InvalidOperationException($"{keys.Length - found} of {keys.Length} keys were not found.");
    }

    /// <summary>So many lookups, then an update, and so on: evenly mixed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadAndUpdate<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys, int reads)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        int left = reads, missing = 0;
        foreach (TKey key in keys)
        {
            if (left-- > 0)
            {
                missing += store.Get(key) ? 0 : 1;
            }
            else
            {
                store.Set(key);
                left = reads;
            }
        }
        return missing == 0 ? keys.Length : throw new InvalidOperationException($"{missing} keys were not found.");
    }

    /// <summary>Every other key is looked up and then written: read-modify-write without a promise between the two.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadAndModify<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        int missing = 0;
        bool writes = false;
        foreach (TKey key in keys)
        {
            missing += store.Get(key) ? 0 : 1;
            if (writes)
                store.Set(key);
            writes = !writes;
        }
        return missing == 0 ? keys.Length : throw new InvalidOperationException($"{missing} keys were not found.");
    }

    /// <summary>Sets every key.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Write<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        foreach (TKey key in keys)
            store.Set(key);
        return keys.Length;
    }

    /// <summary>Adds a new key, then looks up nineteen that came so many keys before, and so on: for each age an operation.</summary>
    /// <param name="store">The store, which has the keys up to the newest.</param>
    /// <param name="keys">The keys by their age, the oldest first, with those to come.</param>
    /// <param name="newest">The number of the newest.</param>
    /// <param name="ages">How many keys before the newest one each lookup goes.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadLatest<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys, int newest, ReadOnlySpan<int> ages)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        int left = 0, missing = 0;
        foreach (int age in ages)
        {
            if (left-- > 0)
            {
                missing += store.Get(keys[newest - age]) ? 0 : 1;
            }
            else
            {
                store.Set(keys[++newest]);
                left = ReadsForAnInsertion;
            }
        }
        return missing == 0 ? ages.Length : throw new InvalidOperationException($"{missing} keys were not found.");
    }

    /// <summary>Looks every key up, in batches.</summary>
    /// <exception cref="InvalidOperationException">One is not there.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadInBatches<TContestant>(TContestant store, ReadOnlySpan<long> keys)
        where TContestant : struct, IBatchContestant
    {
        Span<long> values = stackalloc long[Batch];
        Span<bool> found = stackalloc bool[Batch];
        int count = 0;
        for (int start = 0; start < keys.Length; start += Batch)
        {
            ReadOnlySpan<long> batch = keys.Slice(start, Math.Min(Batch, keys.Length - start));
            count += store.Get(batch, values, found);
        }
        return count == keys.Length ? count : throw new InvalidOperationException($"{keys.Length - count} keys were not found.");
    }
}
