using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The loops that are measured. They hold nothing but the store's work, or they would be what is measured.</summary>
internal static class Loops
{
    /// <summary>How many lookups <see cref="ReadLatest"/> does for each new key.</summary>
    public const int ReadsForAnInsertion = 19;

    private const int Batch = 256;
    private const int StampsOfThread = 20;
    private const int MaxStamp = (1 << Keys.StampBits) - 1;

    /// <summary>Looks every key up.</summary>
    /// <exception cref="InvalidOperationException">One is not there, or has another value.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Read<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        foreach (TKey key in keys)
        {
            if (!store.Get(key))
                ThrowMissing();
        }
        return keys.Length;
    }

    /// <summary>So many lookups, then an update, and so on: evenly mixed. Keys that are left over are left out.</summary>
    /// <remarks>The order is the same each time, so that the processor learns it: chance would cost all stores a wrong guess.</remarks>
    /// <param name="store">The store.</param>
    /// <param name="keys">The keys, at most 2^20.</param>
    /// <param name="thread">The number of the thread: each writes values of its own.</param>
    public static int ReadAndUpdate<TContestant, TKey, TMix>(TContestant store, ReadOnlySpan<TKey> keys, int thread = 0)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
        where TMix : struct, IMix
    {
        int operations = keys.Length / (TMix.Reads + 1) * (TMix.Reads + 1);
        ref TKey first = ref MemoryMarshal.GetReference(keys);
        ReadAndUpdate<TContestant, TKey, TMix>(store, ref first, ref Unsafe.Add(ref first, operations), (thread << StampsOfThread) & MaxStamp);
        return operations;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadAndUpdate<TContestant, TKey, TMix>(TContestant store, ref TKey key, ref TKey end, int stamp)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
        where TMix : struct, IMix
    {
        for (; Unsafe.IsAddressLessThan(ref key, ref end); key = ref Unsafe.Add(ref key, TMix.Reads + 1))
        {
            for (int read = 0; read < TMix.Reads; read++)
            {
                if (!store.Get(Unsafe.Add(ref key, read)))
                    ThrowMissing();
            }
            store.Set(Unsafe.Add(ref key, TMix.Reads), stamp);
            stamp++;
        }
    }

    /// <summary>Every other key is looked up and then written: read-modify-write without a promise between the two.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ReadAndModify<TContestant, TKey>(TContestant store, ReadOnlySpan<TKey> keys)
        where TContestant : struct, IContestant<TKey>
        where TKey : struct
    {
        for (int at = 0; at < keys.Length; at++)
        {
            if (!store.Get(keys[at]))
                ThrowMissing();
            if (at % 2 == 1)
                store.Set(keys[at], at & MaxStamp);
        }
        return keys.Length;
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
        int left = 0;
        foreach (int age in ages)
        {
            if (left-- > 0)
            {
                if (!store.Get(keys[newest - age]))
                    ThrowMissing();
            }
            else
            {
                store.Set(keys[++newest]);
                left = ReadsForAnInsertion;
            }
        }
        return ages.Length;
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
        if (count < keys.Length)
            ThrowMissing();
        return count;
    }

    // By itself: a message that is put together would take registers from the loops.
    [DoesNotReturn]
    private static void ThrowMissing() => throw new InvalidOperationException("A key was not found, or with a value of another key.");
}
