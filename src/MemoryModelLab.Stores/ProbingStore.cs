using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores;

/// <summary>
/// A lock-free hash table with open addressing. Keys and values that fit into words lie in the lines of the cache themselves; others are
/// found by sixteen tags at a time. Growing is done by all together, a little with each operation, while everybody goes on.
/// </summary>
/// <remarks>
/// <para><b>Progress.</b> Reads are wait-free and write nothing while the table is not being replaced by another; otherwise a read that is
/// sent on follows as many tables as there are, and does a share of the migration at each. Writes and removals are lock-free: a failed
/// compare-and-swap means that another succeeded; it is tried again after a moment of a microsecond (<see cref="Contention"/>).
/// <see cref="Clear"/> is wait-free. One exception, by chance 1 in 2^63 for each write of a word: see <see cref="WordTable"/>.</para>
/// <para><b>The slot.</b> A key is put into the first free place on its way, by compare-and-swap, and stays: so there is one place for it,
/// on which all agree. Its value is changed by compare-and-swap between "absent" and values. After Click, "A lock-free wait-free hash table".</para>
/// <para><b>Growing.</b> A table has at most one next table. Additions, removals and all that are sent on claim a chunk of the old one each: no
/// operation pays for much, a store that is only read comes to an end of it too, and each slot has one copier. The
/// copier closes a place without a key, which sends all who would have put one there on to the next table; or it copies the value and then
/// retires the original by compare-and-swap from the value it copied to "moved", anew when the value changed meanwhile. The old table's word
/// holds until it says "moved": before, nobody but the copier looks at the copy; afterwards, nobody looks at the original. A copier that is
/// suspended stops nobody: its slots are read and written where they are. It holds its table, while those after it come and go.</para>
/// <para><b>Memory that runs out.</b> An operation that needs a place, where there is none without a longer table, throws
/// <see cref="OutOfMemoryException"/> before it has done anything. To all others a longer table is a convenience: they go on, and later ones ask again.</para>
/// <para><b>Linearization.</b> Reads at the load of the value, or, when there is no place for the key, at the load that saw the free place.
/// Writes at the successful compare-and-swap of the value. Removal likewise. <see cref="Clear"/> at the exchange of the first table;
/// operations that still work in the old ones count as done just before. <see cref="Count"/> is exact when nobody changes the store
/// meanwhile, as is <see cref="KeyValueStore{TKey, TValue}.IsEmpty"/>; these and enumeration are not linearizable.</para>
/// <para><b>Memory order.</b> Writes are compare-and-swaps, full fences; reads of values acquire (litmus/stores/TwoReads.litmus); "moved" is
/// read with acquire before the copy (litmus/stores/Moved.litmus).</para>
/// <para><b>Enumeration</b> walks the tables that are in the chain when it begins. A key is shown when the walk comes to its first place, with the value it has
/// then, wherever that is; keys that are there all the time are shown once, no key twice.</para>
/// <para><b>Space.</b> Words: 16 bytes a slot at a load of 0.4 to 0.8, no objects, nothing for the collector to trace. Others: 20 bytes a
/// slot, and an object for each value or key that is not a reference. Tables are grown, purged of dead keys or shrunk when half of the
/// lines are full, to a load of about 0.4; while a table is migrated there are both, so that words take up to 63 bytes an entry. Dead
/// keys that are objects are held until they come back, or until then, or until they outnumber the live ones and as many operations came
/// as there are chunks.
/// The number of entries is counted on 256 bytes for each processor, up to 64 of them, and so are the keys of a table of objects.</para>
/// <para><b>Reclamation.</b> By the collector: an old table goes when the last operation that holds it ends; values are let go at once.</para>
/// <para><b>Collisions.</b> Hashes of words and strings depend on random numbers of the store. With a comparer whose hashes collide, an
/// operation compares each colliding key at most once a table, the first one twice: linear, and correct.</para>
/// </remarks>
public sealed class ProbingStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private readonly TagMap<TKey, TValue>? objects;
    private WordMap<VectorProbe> words;

    /// <summary>An empty store with room for <paramref name="capacity"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public ProbingStore(IEqualityComparer<TKey>? comparer = null, int capacity = 0)
        : base(comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        if (Word.Fits<TKey, TValue>() && (comparer is null || comparer == EqualityComparer<TKey>.Default))
            words = new WordMap<VectorProbe>(capacity);
        else
            objects = TagMap<TKey, TValue>.Create(comparer, capacity);
    }

    /// <summary>A store on a table of objects, whatever the types.</summary>
    internal ProbingStore(IEqualityComparer<TKey>? comparer, TagMap<TKey, TValue> objects)
        : base(comparer) => this.objects = objects;

    /// <inheritdoc/>
    public override int Count => objects is null ? words.Count : objects.Count;

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (Word.Fits<TKey, TValue>())
        {
            if (WordMap<VectorProbe>.TryGetAtHome(words.Root, WordTable.WordOf(Word.Encode(key)), out ulong word))
            {
                value = Word.Decode<TValue>(word);
                return true;
            }
            // By value: the caller's variable keeps its register, which it loses when its address is given away.
            Answer away = TryGetAway(key);
            value = away.Value;
            return away.Found;
        }
        ArgumentNullException.ThrowIfNull(key);
        object? box = objects!.Get(key);
        value = box is null ? default : Box<TValue>.Unwrap(box);
        return box is not null;
    }

    /// <summary>Looks up many keys at once; the waits for memory overlap, and each lookup is an operation by itself.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">Receives their values, the default value for keys that are not there; as long as <paramref name="keys"/>, or longer.</param>
    /// <param name="found">Receives which keys are there; as long as <paramref name="keys"/>, or longer.</param>
    /// <returns>The number of keys that are there.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    public int TryGetValues(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        if (values.Length < keys.Length)
            throw new ArgumentException($"There are {keys.Length} keys, and room for {values.Length} values.", nameof(values));
        if (found.Length < keys.Length)
            throw new ArgumentException($"There are {keys.Length} keys, and room for {found.Length} answers.", nameof(found));
        if (InWords)
            return words.TryGet(keys, values, found);
        return objects!.TryGet(keys, values, found);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        if (Word.Fits<TKey, TValue>())
        {
            if (!WordMap<VectorProbe>.TrySetAtHome(words.Root, WordTable.WordOf(Word.Encode(key)), Word.Encode(value)))
                SetAway(key, value);
            return;
        }
        ArgumentNullException.ThrowIfNull(key);
        objects!.Set(key, value);
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        if (InWords)
            return words.TryAdd(Word.Encode(key), Word.Encode(value), out _);
        ArgumentNullException.ThrowIfNull(key);
        return objects!.TryAdd(key, value, out _);
    }

    /// <inheritdoc/>
    public override TValue GetOrAdd(TKey key, TValue value)
    {
        if (TryGetValue(key, out TValue? present))
            return present;
        if (InWords)
        {
            words.TryAdd(Word.Encode(key), Word.Encode(value), out ulong word);
            return Word.Decode<TValue>(word);
        }
        objects!.TryAdd(key, value, out present);
        return present;
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        if (InWords)
        {
            // Values are compared as values, and replaced as words: equal ones need not be the same bits.
            while (words.TryGet(Word.Encode(key), out ulong seen) && Same(Word.Decode<TValue>(seen), comparisonValue))
            {
                if (words.TryReplace(Word.Encode(key), Word.Encode(newValue), seen))
                    return true;
            }
            return false;
        }
        ArgumentNullException.ThrowIfNull(key);
        return objects!.TryUpdate(key, newValue, comparisonValue);
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (InWords)
        {
            bool removed = words.TryRemove(Word.Encode(key), null, out ulong word);
            value = removed ? Word.Decode<TValue>(word) : default!;
            return removed;
        }
        ArgumentNullException.ThrowIfNull(key);
        return objects!.TryRemove(key, out value);
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        KeyOf(item);
        if (!InWords)
            return objects!.TryRemove(item);
        while (words.TryGet(Word.Encode(item.Key), out ulong seen) && Same(Word.Decode<TValue>(seen), item.Value))
        {
            if (words.TryRemove(Word.Encode(item.Key), seen, out _))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        if (objects is null)
            words.Clear();
        else
            objects.Clear();
    }

    /// <summary>The entries as the walk meets them; see the remarks of the class.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => objects is null ? Entries(words.Entries()) : objects.Entries();

    private bool InWords
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Word.Fits<TKey, TValue>() && words.Exists;
    }

    // Not inlined: what is rare would take registers from what is not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Answer TryGetAway(TKey key)
    {
        if (objects is not null)
            return objects.Get(key) is { } box ? new Answer(true, Box<TValue>.Unwrap(box)) : default;
        bool found = words.TryGetAway(Word.Encode(key), out ulong word);
        return new Answer(found, found ? Word.Decode<TValue>(word) : default);
    }

    // Not inlined, as TryGetAway.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetAway(TKey key, TValue value)
    {
        if (objects is not null)
            objects.Set(key, value);
        else
            words.SetAway(Word.Encode(key), Word.Encode(value));
    }

    private static IEnumerator<KeyValuePair<TKey, TValue>> Entries(IEnumerator<(ulong Key, ulong Value)> words)
    {
        while (words.MoveNext())
            yield return KeyValuePair.Create(Word.Decode<TKey>(words.Current.Key), Word.Decode<TValue>(words.Current.Value));
    }

    private readonly struct Answer(bool found, TValue? value)
    {
        public bool Found { get; } = found;

        public TValue? Value { get; } = value;
    }
}
