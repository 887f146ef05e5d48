using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

internal sealed partial class TagMapOf<TKey, TValue, TKeys, TProbe>
{
    // full fence, and fails where another writer or the migration was first: as WordMap.Swap.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Swap(ref object? place, object? word, ref object? seen)
    {
        object? found = Interlocked.CompareExchange(ref place, word, seen);
        if (ReferenceEquals(found, seen))
            return true;
        seen = found;
        return false;
    }

    private void Added(TagTable table)
    {
        var self = this;
        table.Live.Add(1);
        if (table.Next is not null)
            Migration.TryHelp(ref self, table);
        else if (table.IsCrowded)
            Migration.TryBegin(ref self, table);
    }

    private void Removed(TagTable table)
    {
        var self = this;
        table.Live.Add(-1);
        if (table.Next is not null)
            Migration.TryHelp(ref self, table);
        // Looked at now and then: the sums go over all cells.
        else if (table.Live.IsTurn(TagTable.FewDead) && table.IsMostlyDead)
            Migration.TryBegin(ref self, table);
    }

    private TagTable Onward(TagTable table)
    {
        var self = this;
        return Migration.Onward(ref self, table);
    }

    private TagTable? SentOn(TagTable table)
    {
        var self = this;
        return Migration.SentOn(ref self, table);
    }

    TagTable IMigratingMap<TagTable>.Successor(TagTable table) => new(Sizes.GroupsAfter(table.Groups, table.Live.Sum, mostGroups), table);

    void IMigratingMap<TagTable>.Advance() => TagTable.Advance(ref root);

    void IMigratingMap<TagTable>.Move(TagTable table, int chunk, bool again)
    {
        TagTable next = table.Next!;
        int end = Math.Min((chunk + 1) * TagTable.ChunkGroups, table.Groups) * TagTable.GroupSlots;
        for (int slot = chunk * TagTable.ChunkGroups * TagTable.GroupSlots; slot < end; slot++)
            Move(table, slot, next, again);
    }

    /// <summary>Closes a slot that is empty or undecided; copies the value of one with a key, and retires it here.</summary>
    private void Move(TagTable table, int at, TagTable next, bool again)
    {
        ref uint place = ref Unsafe.Add(ref table.Tags(0), at);
        uint tag = Volatile.Read(ref place);
        // one step: as WordMap.Help closes key words.
        if (tag == TagTable.Empty)
            tag = Interlocked.CompareExchange(ref place, TagTable.Closed, TagTable.Empty);
        if (tag <= TagTable.Closed)
            return;
        ref TagTable.Slot slot = ref table.SlotAt(0, at);
        object? key = Volatile.Read(ref slot.Key) ?? Interlocked.CompareExchange(ref slot.Key, Boxes.NoKey, null);
        if (key is null || ReferenceEquals(key, Boxes.NoKey))
            return;
        object? seen = Volatile.Read(ref slot.Value);
        // As WordMap.Move.
        if (ReferenceEquals(seen, Boxes.Moved))
            return;
        bool copied = again;
        do
        {
            // The key that came with the value, or a later one; from then on the same, by which its copy is known.
            if (!copied && seen is not null)
                (key, copied) = (Volatile.Read(ref slot.Key), true);
            if (copied)
                Copy(next, tag, key!, seen, again);
        }
        while (!Swap(ref slot.Value, Boxes.Moved, ref seen));
    }

    /// <summary>Sets a value, or its absence, where nobody else looks yet: every other thread still finds the key in the table before.</summary>
    /// <remarks>Who takes over a chunk asks the comparer, for the one before may have brought an equal key that was replaced since.</remarks>
    private void Copy(TagTable table, uint tag, object? key, object? value, bool again)
    {
        while (true)
        {
            ref TagTable.Slot slot = ref Claim(table, tag, KeyOf(key!), ref key, moving: !again);
            object? seen = Volatile.Read(ref slot.Value);
            while (!ReferenceEquals(seen, Boxes.Moved))
            {
                if (Swap(ref slot.Value, value, ref seen))
                    return;
            }
            var self = this;
            table = table.Next ?? Migration.Grow(ref self, table);
        }
    }
}
