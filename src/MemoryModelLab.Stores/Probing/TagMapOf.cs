using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// The lock-free table of objects: a chain of <see cref="TagTable"/>s, as <see cref="WordMap{TProbe}"/> is one of words. The protocol is
/// told in <see cref="ProbingStore{TKey, TValue}"/>.
/// </summary>
/// <param name="keys">How keys are hashed and compared.</param>
/// <param name="capacity">For how many entries there is room at first.</param>
/// <param name="mostGroups">The length that no table may exceed.</param>
internal sealed partial class TagMapOf<TKey, TValue, TKeys, TProbe>(TKeys keys, int capacity, int mostGroups = TagTable.MaxGroups)
    : TagMap<TKey, TValue>, IMigratingMap<TagTable>
    where TKey : notnull
    where TKeys : struct, IKeyOperations<TKey>
    where TProbe : struct, ITagProbe<TProbe>
{
    private readonly TKeys keys = keys;
    private TagTable root = new(Sizes.GroupsFor(capacity, mostGroups));

    public override int Count => (int)Math.Clamp(Root.Live.Sum, 0, int.MaxValue);

    // By reference: the compiler, who does not know that the struct is readonly, would copy it for each call.
    private ref TKeys Keys => ref Unsafe.AsRef(in keys);

    // acquire: as WordMap.Root.
    public TagTable Root => Volatile.Read(ref this.root);

    // With quick keys nothing is called on the way, so that there is no frame.
    public override object? Get(TKey key)
    {
        if (!Keys.IsQuick(key))
            return GetOther(key);
        uint tag = TagTable.TagOf(Keys.QuickHash(key));
        TagTable root = Root;
        ref TagTable.Slot slot = ref FindAtHome(root, tag, key, quick: true);
        return !Unsafe.IsNullRef(ref slot) && ValueIn(ref slot) is { } value ? value : GetFrom(root, tag, key);
    }

    public override void Set(TKey key, TValue value)
    {
        uint tag = TagTable.TagOf(Keys.Hash(key));
        object word = Box<TValue>.Wrap(value);
        TagTable root = Root;
        ref TagTable.Slot slot = ref FindAtHome(root, tag, key);
        if (!Unsafe.IsNullRef(ref slot))
        {
            object? seen = Volatile.Read(ref slot.Value);
            if (seen is not null && !ReferenceEquals(seen, Boxes.Moved))
            {
                // Once, as WordMap.TrySetAtHome.
                if (Swap(ref slot.Value, word, ref seen))
                    return;
                Contention.Wait();
            }
        }
        SetFrom(root, tag, key, word);
    }

    public override bool TryAdd(TKey key, TValue value, out TValue present)
    {
        uint tag = TagTable.TagOf(Keys.Hash(key));
        object word = Box<TValue>.Wrap(value);
        object? boxedKey = null;
        for (TagTable table = Root; ; table = Onward(table))
        {
            ref TagTable.Slot slot = ref Claim(table, tag, key, ref boxedKey);
            object? seen = Volatile.Read(ref slot.Value);
            if (seen is null)
                Renew(ref slot, key, boxedKey);
            if (seen is null && Swap(ref slot.Value, word, ref seen))
            {
                Added(table);
                present = value;
                return true;
            }
            if (!ReferenceEquals(seen, Boxes.Moved))
            {
                present = Box<TValue>.Unwrap(seen!);
                return false;
            }
        }
    }

    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        object word = Box<TValue>.Wrap(newValue);
        return TryReplace(key, word, hasComparison: true, comparisonValue, out _);
    }

    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value) => TryReplace(key, null, hasComparison: false, default!, out value);

    public override bool TryRemove(KeyValuePair<TKey, TValue> item) => TryReplace(item.Key, null, hasComparison: true, item.Value, out _);

    // full fence: as WordMap.Clear.
    public override void Clear() => Interlocked.Exchange(ref root, new TagTable(TagTable.MinGroups));

    public override IEnumerator<KeyValuePair<TKey, TValue>> Entries()
    {
        // What is there all the time has a slot in one of the tables there are now; those to come are not walked, or who keeps the store
        // moving would keep the walk going.
        TagTable[] tables = Root.Chain.Tables;
        for (int number = 0; number < tables.Length; number++)
        {
            TagTable table = tables[number];
            for (int slot = 0; slot < table.Groups * TagTable.GroupSlots; slot++)
            {
                object? boxed = KeyIn(table, slot, out uint tag);
                if (boxed is not null
                    && !IsIn(tables.AsSpan(0, number), tag, KeyOf(boxed))
                    && ValueIn(table, slot, tag, ref boxed) is { } value)
                {
                    yield return KeyValuePair.Create(KeyOf(boxed), Box<TValue>.Unwrap(value));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object? GetOther(TKey key) => Get(Root, TagTable.TagOf(Keys.Hash(key)), key);

    private object? Get(TagTable root, uint tag, TKey key)
    {
        ref TagTable.Slot slot = ref FindAtHome(root, tag, key);
        return !Unsafe.IsNullRef(ref slot) && ValueIn(ref slot) is { } value ? value : GetFrom(root, tag, key);
    }

    /// <summary>The value in a slot, or null where there is none or it has moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static object? ValueIn(ref TagTable.Slot slot)
    {
        // acquire: this load before the next operation's. Pairs with the writers' compare-and-swaps. Without it:
        // litmus/stores/TwoReads.litmus. What is inside the value is ordered by the dependency (litmus/dotnet/Publish.litmus).
        object? seen = Volatile.Read(ref slot.Value);
        return ReferenceEquals(seen, Boxes.Moved) ? null : seen;
    }

    // Not inlined, nor SetFrom: what is rare would take registers from what is not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private object? GetFrom(TagTable root, uint tag, TKey key)
    {
        for (TagTable? table = root; table is not null; table = SentOn(table))
        {
            // acquire: as in ValueIn.
            object? seen = Volatile.Read(ref Find(table, tag, key).Value);
            if (!ReferenceEquals(seen, Boxes.Moved))
                return seen;
        }
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetFrom(TagTable table, uint tag, TKey key, object word)
    {
        object? boxedKey = null;
        for (; ; table = Onward(table))
        {
            ref TagTable.Slot slot = ref Claim(table, tag, key, ref boxedKey);
            object? seen = Volatile.Read(ref slot.Value);
            for (int failures = 0; !ReferenceEquals(seen, Boxes.Moved); failures++)
            {
                if (seen is null)
                    Renew(ref slot, key, boxedKey);
                if (Swap(ref slot.Value, word, ref seen))
                {
                    if (seen is null)
                        Added(table);
                    return;
                }
                Contention.Wait(failures);
                seen = Volatile.Read(ref slot.Value);
            }
        }
    }

    private static TKey KeyOf(object boxed) => typeof(TKey).IsValueType ? Unsafe.As<Box<TKey>>(boxed).Value : Unsafe.As<object, TKey>(ref boxed);

    private static object? KeyIn(TagTable table, int slot, out uint tag)
    {
        tag = Volatile.Read(ref Unsafe.Add(ref table.Tags(0), slot));
        object? key = tag <= TagTable.Closed ? null : Volatile.Read(ref table.SlotAt(0, slot).Key);
        return ReferenceEquals(key, Boxes.NoKey) ? null : key;
    }

    /// <summary>The value of the key in a slot, and the key that it is under: where the value has moved, one that was removed and came back
    /// may be another object.</summary>
    private object? ValueIn(TagTable table, int at, uint tag, ref object boxed)
    {
        ref TagTable.Slot slot = ref table.SlotAt(0, at);
        // acquire: the value before the key. Pairs with the compare-and-swaps of Renew and then of the value.
        object? value = Volatile.Read(ref slot.Value);
        while (ReferenceEquals(value, Boxes.Moved))
        {
            if (table.Next is not { } next)
                return null;
            table = next;
            slot = ref Find(table, tag, KeyOf(boxed));
            value = Volatile.Read(ref slot.Value);
        }
        // plain: after the value; a key that came even later is equal.
        boxed = slot.Key ?? boxed;
        return value;
    }

    /// <summary>Puts the caller's key in the place of an equal one that has no value, before the caller gives it one: as if the other had been
    /// removed altogether. Where several do so at once, one of their keys stays.</summary>
    private static void Renew(ref TagTable.Slot slot, TKey key, object? boxedKey)
    {
        object? present = Volatile.Read(ref slot.Key);
        // Nothing to choose from: the slot is the caller's, or equal keys are the same bits.
        if (ReferenceEquals(present, boxedKey) || (typeof(TKeys) == typeof(DefaultKeys<TKey>) && Word.IsKey<TKey>()))
            return;
        if (!typeof(TKey).IsValueType && ReferenceEquals(present, key))
            return;
        // full fence, one step: the key before the value. It fails where another renewed it first.
        Interlocked.CompareExchange(ref slot.Key, typeof(TKey).IsValueType ? new Box<TKey>(key) : key, present);
    }

    private bool IsIn(ReadOnlySpan<TagTable> tables, uint tag, TKey key)
    {
        foreach (TagTable table in tables)
        {
            ref TagTable.Slot slot = ref Find(table, tag, key);
            if (!Unsafe.AreSame(ref slot, ref table.AbsentSlot) && !Unsafe.AreSame(ref slot, ref table.MovedSlot))
                return true;
        }
        return false;
    }

    private bool TryReplace(TKey key, object? word, bool hasComparison, TValue comparison, [MaybeNullWhen(false)] out TValue old)
    {
        uint tag = TagTable.TagOf(Keys.Hash(key));
        for (TagTable? table = Root; table is not null; table = SentOn(table))
        {
            ref TagTable.Slot slot = ref Find(table, tag, key);
            object? seen = Volatile.Read(ref slot.Value);
            for (int failures = 0; seen is not null && !ReferenceEquals(seen, Boxes.Moved); failures++)
            {
                old = Box<TValue>.Unwrap(seen);
                if (hasComparison && !EqualityComparer<TValue>.Default.Equals(old, comparison))
                    return false;
                if (Swap(ref slot.Value, word, ref seen))
                {
                    if (word is null)
                        Removed(table);
                    return true;
                }
                Contention.Wait(failures);
                seen = Volatile.Read(ref slot.Value);
            }
            if (seen is null)
                break;
        }
        old = default;
        return false;
    }
}
