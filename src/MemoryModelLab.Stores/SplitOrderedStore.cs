using System.Diagnostics.CodeAnalysis;
using MemoryModelLab.Stores.Probing;
using MemoryModelLab.Stores.SplitOrdered;

namespace MemoryModelLab.Stores;

/// <summary>
/// One linked list of all entries, and buckets that point into it: a hash table that grows without moving anything. After Shalev and Shavit,
/// "Split-ordered lists: lock-free extensible hash tables", over the list of Harris, "A pragmatic implementation of non-blocking
/// linked-lists", as changed by Michael.
/// </summary>
/// <remarks>
/// <para><b>The order.</b> Entries stand by the bits of their hash reversed. The bucket of a hash is its low bits, so that the entries of a
/// bucket stand together, and when one more bit counts, each bucket is cut in two where the second half begins. Growing is doubling a
/// number; a bucket's first link is put into the list when somebody first asks for the bucket, behind that of the one it was cut from.</para>
/// <para><b>An entry's life.</b> Linked by compare-and-swap between two links that it belongs between, behind all of its own hash, so that
/// two threads that link the same key meet at the same link, and one fails. Its value is changed by compare-and-swap, and goes to null
/// once, which is its death. Then a mark is put behind it, so that nothing can be linked there any more, and it is unlinked, by the one
/// who killed it or by anybody who comes by.</para>
/// <para><b>Progress.</b> Lock-free: an operation starts over only because another linked, unlinked or changed something. Reads write
/// nothing, except the first link of a bucket that nobody used yet. <see cref="Clear"/> is wait-free.</para>
/// <para><b>Linearization.</b> Reads at the load of the value, or of the link that shows that there is no such entry; additions at the swap
/// that links, other writes and removals at the swap of the value. <see cref="Clear"/> at the exchange of the list; operations that still
/// work in the old one count as done just before. <see cref="Count"/> is exact when nobody changes the store meanwhile.</para>
/// <para><b>Space, resizing.</b> An object for each entry, one for each value that is no reference, and a link for two entries at least.
/// Nothing is copied ever, so no operation pays for growth; buckets are not given back when the store shrinks, except by <see cref="Clear"/>.</para>
/// <para><b>Reclamation.</b> By the collector, which also answers ABA: a link that somebody holds is not reused (litmus/stores/Aba.litmus).</para>
/// <para><b>Collisions.</b> Entries with one hash stand in a row: an operation compares each of them at most once, and again where it
/// starts over.</para>
/// </remarks>
public sealed class SplitOrderedStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private readonly ulong multiplier = Fold.RandomWord() | 1;
    private SplitOrderedList<TKey, TValue> list;

    /// <summary>An empty store.</summary>
    public SplitOrderedStore(IEqualityComparer<TKey>? comparer = null)
        : base(comparer) => list = new SplitOrderedList<TKey, TValue>(Comparer, multiplier);

    /// <inheritdoc/>
    public override int Count => List.Count;

    // acquire: as CopyOnWriteStore.Current.
    private SplitOrderedList<TKey, TValue> List => Volatile.Read(ref list);

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return List.TryGet(key, out value);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        List.TryPut(key, Box<TValue>.Wrap(value), replace: true, out _);
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return List.TryPut(key, Box<TValue>.Wrap(value), replace: false, out _);
    }

    /// <inheritdoc/>
    public override TValue GetOrAdd(TKey key, TValue value)
    {
        if (TryGetValue(key, out TValue? read))
            return read;
        return List.TryPut(key, Box<TValue>.Wrap(value), replace: false, out object? present) ? value : Box<TValue>.Unwrap(present);
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        ArgumentNullException.ThrowIfNull(key);
        return List.TryReplace(key, Box<TValue>.Wrap(newValue), hasComparison: true, comparisonValue, out _);
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return List.TryReplace(key, null, hasComparison: false, default!, out value);
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item) =>
        List.TryReplace(KeyOf(item), null, hasComparison: true, item.Value, out _);

    // full fence: as CopyOnWriteStore.Clear.
    /// <inheritdoc/>
    public override void Clear() => Interlocked.Exchange(ref list, new SplitOrderedList<TKey, TValue>(Comparer, multiplier));

    /// <summary>The entries as the walk along the list meets them; see the interface for what is promised.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => List.Entries();
}
