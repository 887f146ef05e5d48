using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace MemoryModelLab.Stores;

/// <summary>Lock striping: the keys are dealt out by their hash over many dictionaries, each behind a lock of its own.</summary>
/// <remarks>
/// <para><b>Progress.</b> Blocking, but only for keys of one stripe. What concerns all (<see cref="Count"/>, <see cref="Clear"/>,
/// enumeration) takes all locks, always in the order of the stripes, so that two of them cannot wait for each other.</para>
/// <para><b>Linearization.</b> Anywhere inside the lock of the key's stripe; for what concerns all, anywhere between the taking of the last
/// lock and the release of the first. So <see cref="Count"/> is exact and enumeration shows one moment.</para>
/// <para><b>Memory order.</b> As in <see cref="MutexStore{TKey, TValue}"/>, stripe by stripe. Two locks do not order what one of them
/// protects against the other's (litmus/dotnet/Dekker+two-locks.litmus): an invariant over keys of two stripes needs both.</para>
/// <para><b>False sharing.</b> What is written under a lock (its word, the dictionary's counts) lies between two stripes' padding: without
/// it, stripes would share cache lines, and threads with nothing in common would still pass those around.</para>
/// <para><b>Space, resizing, reclamation.</b> Those of <see cref="Dictionary{TKey, TValue}"/>, for each stripe alone: growing stops the
/// keys of one stripe for 1/stripes of the time. All keys in one stripe (a hash that says little) is a <see cref="MutexStore{TKey, TValue}"/>,
/// not worse; the hash is multiplied before its high bits choose, so that low bits alone suffice to spread.</para>
/// </remarks>
public sealed class StripedStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private const int MaxStripes = 1024;
    private readonly Stripe[] stripes;
    private readonly int shift;

    /// <summary>An empty store with room for <paramref name="capacity"/> entries, striped for this machine's processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public StripedStore(IEqualityComparer<TKey>? comparer = null, int capacity = 0)
        : this(comparer, capacity, Math.Min(4 * Environment.ProcessorCount, MaxStripes))
    {
    }

    /// <summary>An empty store of a given number of stripes, rounded up to a power of two.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative, or <paramref name="stripes"/> is not
    /// between 1 and 1024.</exception>
    public StripedStore(IEqualityComparer<TKey>? comparer, int capacity, int stripes)
        : base(comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stripes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stripes, MaxStripes);
        int count = (int)BitOperations.RoundUpToPowerOf2((uint)stripes);
        shift = 32 - BitOperations.Log2((uint)count);
        this.stripes = new Stripe[count];
        for (int i = 0; i < count; i++)
            this.stripes[i] = new Stripe(comparer, capacity / count);
    }

    /// <inheritdoc/>
    public override int Count => Together(stripes => stripes.Sum(stripe => stripe.Entries.Count));

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Stripe stripe = StripeOf(key);
        lock (stripe.Gate)
            return stripe.Entries.TryGetValue(key, out value);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        Stripe stripe = StripeOf(key);
        lock (stripe.Gate)
            stripe.Entries[key] = value;
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        Stripe stripe = StripeOf(key);
        lock (stripe.Gate)
            return stripe.Entries.TryAdd(key, value);
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        Stripe stripe = StripeOf(key);
        lock (stripe.Gate)
            return stripe.Entries.Update(key, newValue, comparisonValue);
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Stripe stripe = StripeOf(key);
        lock (stripe.Gate)
            return stripe.Entries.Remove(key, out value);
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        Stripe stripe = StripeOf(KeyOf(item));
        lock (stripe.Gate)
            return stripe.Entries.Remove(item);
    }

    /// <inheritdoc/>
    public override void Clear() => Together(stripes =>
    {
        foreach (Stripe stripe in stripes)
            stripe.Entries.Clear();
        return 0;
    });

    /// <summary>The entries at one moment, copied when the enumeration begins.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() =>
        Together(stripes => stripes.SelectMany(stripe => stripe.Entries).ToList()).GetEnumerator();

    private Stripe StripeOf(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        uint spread = (uint)Comparer.GetHashCode(key) * 0x9E3779B1u;
        return stripes[(int)((ulong)spread >> shift)];
    }

    private T Together<T>(Func<Stripe[], T> action)
    {
        int held = 0;
        try
        {
            for (; held < stripes.Length; held++)
                stripes[held].Gate.Enter();
            return action(stripes);
        }
        finally
        {
            while (held > 0)
                stripes[--held].Gate.Exit();
        }
    }

    private sealed class Stripe(IEqualityComparer<TKey>? comparer, int capacity)
    {
        public readonly Lock Gate = new();
        public readonly Dictionary<TKey, TValue> Entries = new(capacity, comparer);
#pragma warning disable CS0169, CA1823, IDE0051 // It is there for its size: stripes are allocated one after another.
        private readonly CacheLine padding;
#pragma warning restore CS0169, CA1823, IDE0051
    }
}
