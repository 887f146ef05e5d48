using System.Numerics;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

internal sealed partial class TagMapOf<TKey, TValue, TKeys, TProbe>
{
    /// <summary>The slot of the key when it is the first one with its tag in its home group, as nearly all are; otherwise no reference, and
    /// only <see cref="Find"/> can tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TagTable.Slot FindAtHome(TagTable table, uint tag, TKey key, bool quick = false)
    {
        int group = table.Home(tag);
        ref TagTable.Slot first = ref table.Fetch(group);
        uint match = TProbe.Load(ref table.Tags(group)).Match(tag);
        if (match != 0)
        {
            ref TagTable.Slot slot = ref Unsafe.Add(ref first, BitOperations.TrailingZeroCount(match));
            object? present = Volatile.Read(ref slot.Key);
            if (present is not null
                && (quick ? Keys.QuickSame(KeyOf(present), key) : !ReferenceEquals(present, Boxes.NoKey) && Keys.Same(KeyOf(present), key)))
            {
                return ref slot;
            }
        }
        return ref Unsafe.NullRef<TagTable.Slot>();
    }

    /// <summary>The slot of the key; a slot without a value, or with <see cref="Boxes.Moved"/>, where it has none.</summary>
    private ref TagTable.Slot Find(TagTable table, uint tag, TKey key)
    {
        for (int step = 0, group = table.Home(tag); step < table.Groups; step++, group = table.After(group))
        {
            TProbe tags = TProbe.Load(ref table.Tags(group));
            for (uint match = tags.Match(tag); match != 0; match &= match - 1)
            {
                ref TagTable.Slot slot = ref table.SlotAt(group, BitOperations.TrailingZeroCount(match));
                // acquire: orders nothing the table needs; a slot without a key yet is one whose key is not there. It keeps the failed
                // comparison's load before the next operation's.
                object? present = Volatile.Read(ref slot.Key);
                if (present is not null && !ReferenceEquals(present, Boxes.NoKey) && Keys.Same(KeyOf(present), key))
                    return ref slot;
            }
            uint closed = tags.Match(TagTable.Closed);
            uint ends = tags.Match(TagTable.Empty) | closed;
            if (ends != 0)
            {
                // fence: as WordTable.FindFrom.
                Volatile.ReadBarrier();
                if ((closed >> BitOperations.TrailingZeroCount(ends) & 1) != 0)
                    return ref table.MovedSlot;
                return ref table.AbsentSlot;
            }
        }
        return ref table.MovedSlot;
    }

    /// <summary>As <see cref="Find"/>, but takes an empty slot for the key where it has none.</summary>
    /// <remarks>Who is <paramref name="moving"/> an entry brings its key as an object, and nobody else brings that key: no comparer is asked.</remarks>
    private ref TagTable.Slot Claim(TagTable table, uint tag, TKey key, ref object? boxedKey, bool moving = false)
    {
        for (int step = 0, group = table.Home(tag); step < table.Groups; step++, group = table.After(group))
        {
            while (true)
            {
                TProbe tags = TProbe.Load(ref table.Tags(group));
                uint closed = tags.Match(TagTable.Closed);
                uint ends = tags.Match(TagTable.Empty) | closed;
                // Only slots before the first end. The tags are not of one moment: behind a slot that was empty when it was read, another may
                // have been claimed since, after the first was taken by this very key. Deciding that one would give the key a second slot.
                uint before = (ends & (0u - ends)) - 1;
                for (uint match = tags.Match(tag) & before; match != 0; match &= match - 1)
                {
                    ref TagTable.Slot slot = ref table.SlotAt(group, BitOperations.TrailingZeroCount(match));
                    object? present = Volatile.Read(ref slot.Key);
                    if (present is null)
                    {
                        boxedKey ??= typeof(TKey).IsValueType ? new Box<TKey>(key) : key;
                        // full fence, one step: the slot's key is decided once, by whoever comes first.
                        present = Interlocked.CompareExchange(ref slot.Key, boxedKey, null);
                        if (present is null)
                        {
                            table.Keys.Add(1);
                            return ref slot;
                        }
                    }
                    if (ReferenceEquals(present, boxedKey) || (!moving && !ReferenceEquals(present, Boxes.NoKey) && Keys.Same(KeyOf(present), key)))
                        return ref slot;
                }
                if (ends == 0)
                    break;
                int end = BitOperations.TrailingZeroCount(ends);
                if ((closed >> end & 1) != 0)
                    return ref table.MovedSlot;
                table.TryClaim(group, end, tag);
            }
        }
        return ref table.MovedSlot;
    }
}
