using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>One reference to an immutable map; a writer makes a new map and swaps the reference by compare-and-swap.</summary>
/// <remarks>
/// <para><b>Progress.</b> Reads, <see cref="Count"/> and enumeration are wait-free: they load one reference and then own what they see.
/// Writes are lock-free: a swap fails only because another succeeded. <see cref="Clear"/> is wait-free.</para>
/// <para><b>Linearization.</b> Reads at the load of the reference; writes at the successful swap, or, when they change nothing, at the load
/// that showed so. Enumeration shows the moment of its beginning.</para>
/// <para><b>No ABA.</b> A map that a thread still holds is not collected, so that its address cannot come back as another map. What
/// happens without that is litmus/stores/Aba.litmus.</para>
/// <para><b>Space, resizing, reclamation.</b> A balanced tree (<see cref="ImmutableDictionary{TKey, TValue}"/>): O(log n) nodes are new with
/// each write, the rest is shared with the map before; there is no resizing, and the garbage collector takes old nodes when no reader
/// holds them.</para>
/// </remarks>
public sealed class CopyOnWriteStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    // A map keeps its node where a new value equals the old one; here the last value set is the one to be seen.
    private static readonly EqualityComparer<TValue> NeverEqual = EqualityComparer<TValue>.Create((_, _) => false, _ => 0);

    private readonly ImmutableDictionary<TKey, TValue> empty;
    private ImmutableDictionary<TKey, TValue> current;

    /// <summary>An empty store.</summary>
    public CopyOnWriteStore(IEqualityComparer<TKey>? comparer = null)
        : base(comparer) => current = empty = ImmutableDictionary.Create(comparer, NeverEqual);

    /// <inheritdoc/>
    public override int Count => Current.Count;

    // acquire: this load before the next operation's. Pairs with the swaps. Without it: litmus/stores/TwoReads.litmus, two lookups of one
    // thread, in two stores, that see the second of two changes and not the first. What is inside the map needs no more than the dependency on the reference
    // (litmus/dotnet/Publish.litmus).
    private ImmutableDictionary<TKey, TValue> Current => Volatile.Read(ref current);

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => Current.TryGetValue(key, out value);

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        ImmutableDictionary<TKey, TValue> seen;
        do
            seen = Current;
        while (!Swap(seen, With(seen, key, value)));
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        while (true)
        {
            ImmutableDictionary<TKey, TValue> seen = Current;
            if (seen.ContainsKey(key))
                return false;
            if (Swap(seen, seen.Add(key, value)))
                return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        while (true)
        {
            ImmutableDictionary<TKey, TValue> seen = Current;
            if (!seen.TryGetValue(key, out TValue? present) || !Same(present, comparisonValue))
                return false;
            if (Swap(seen, With(seen, key, newValue)))
                return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        while (true)
        {
            ImmutableDictionary<TKey, TValue> seen = Current;
            if (!seen.TryGetValue(key, out value))
                return false;
            if (Swap(seen, seen.Remove(key)))
                return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        KeyOf(item);
        while (true)
        {
            ImmutableDictionary<TKey, TValue> seen = Current;
            if (!seen.TryGetValue(item.Key, out TValue? present) || !Same(present, item.Value))
                return false;
            if (Swap(seen, seen.Remove(item.Key)))
                return true;
        }
    }

    // full fence: this write before the thread's next read. A plain assignment would publish the map just as well, but two threads that
    // each clear one store and then look into the other's could both find it as it was: litmus/classic/csharp/SB.litmus.
    /// <inheritdoc/>
    public override void Clear() => Interlocked.Exchange(ref current, empty);

    /// <summary>The entries at the moment the enumeration begins.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Current.GetEnumerator();

    /// <summary>The map with another value; with the key that it has, where it has an equal one.</summary>
    private static ImmutableDictionary<TKey, TValue> With(ImmutableDictionary<TKey, TValue> map, TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        map.TryGetKey(key, out TKey present);
        return map.SetItem(present, value);
    }

    // full fence: as in Clear; and it releases the new map. Pairs with Current. Were it a comparison followed by an assignment, two writers
    // could both succeed: litmus/stores/LostUpdate.litmus.
    private bool Swap(ImmutableDictionary<TKey, TValue> seen, ImmutableDictionary<TKey, TValue> next) =>
        ReferenceEquals(Interlocked.CompareExchange(ref current, next, seen), seen);
}
