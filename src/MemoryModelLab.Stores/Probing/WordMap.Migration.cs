using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

internal partial struct WordMap<TProbe>
{
    // full fence: what the thread wrote before, before; its next reads, after. Pairs with the acquires of the readers. The comparison makes
    // it fail where another writer or the migration was first: litmus/stores/LostUpdate.litmus, litmus/stores/ResizeRace.litmus.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Swap(ref ulong place, ulong word, ref ulong seen)
    {
        ulong found = Interlocked.CompareExchange(ref place, word, seen);
        if (found == seen)
            return true;
        seen = found;
        return false;
    }

    private void Added(WordTable table)
    {
        table.Live.Add(1);
        if (table.Next is not null)
            Help(table);
        else if (table.IsCrowded && table.TryBeAllocator())
            Onward(table);
    }

    /// <summary>The next table, after doing a share of the migration; made when there is none, for this one has no room.</summary>
    private WordTable Onward(WordTable table)
    {
        WordTable next = table.Next ?? Grow(table);
        Help(table);
        return next;
    }

    /// <summary>As <see cref="Onward"/> for who only looks for a key: the next table, where there is one. A share of the migration is done
    /// by these too, or a store that is filled and from then on only read would lie in two tables for ever.</summary>
    private WordTable? SentOn(WordTable table)
    {
        WordTable? next = table.Next;
        if (next is not null)
            Help(table);
        return next;
    }

    private readonly WordTable Grow(WordTable table) =>
        table.TrySetNext(new WordTable(Sizes.LinesAfter(table.Lines, table.Live.Sum), multiplier, table.Live));

    /// <summary>Waits until the table is migrated to one with another secret. Whether a value meets the two words that are not free is a
    /// matter of chance, 1 in 2^63 for each write; it is the only wait.</summary>
    private WordTable ChangeSecret(WordTable table)
    {
        WordTable next = table.Next ?? Grow(table);
        var spin = new SpinWait();
        while (!table.Claims.Done)
        {
            if (!Help(table))
                spin.SpinOnce();
        }
        return next;
    }

    /// <summary>Migrates one chunk, when there is one left.</summary>
    private bool Help(WordTable table)
    {
        if (!table.Claims.TryClaim(out int chunk))
            return false;
        WordTable next = table.Next!;
        if (chunk == 0)
        {
            for (ulong key = WordTable.Empty; key <= WordTable.Closed; key++)
                Move(table, ref table.Reserved(key), key, next);
        }
        int end = Math.Min((chunk + 1) * WordTable.ChunkLines, table.Lines);
        for (int at = chunk * WordTable.ChunkLines; at < end; at++)
        {
            ref ulong line = ref table.Line(at);
            for (int slot = 0; slot < WordTable.SlotsPerLine; slot++)
            {
                ref ulong word = ref Unsafe.Add(ref line, slot);
                ulong key = Volatile.Read(ref word);
                // full fence: closing an empty key word is one step, so that either a writer's key is there and is moved, or the writer sees
                // that it is closed and goes on. A plain store could bury a key: litmus/stores/ResizeRace.litmus.
                if (key == WordTable.Empty)
                    key = Interlocked.CompareExchange(ref word, WordTable.Closed, WordTable.Empty);
                if (key != WordTable.Empty)
                    Move(table, ref Unsafe.Add(ref word, WordTable.SlotsPerLine), key, next);
            }
        }
        table.Claims.Complete();
        WordTable.Advance(ref root);
        return true;
    }

    /// <summary>Copies a value to the next table and retires it here; again, when it changed meanwhile.</summary>
    private void Move(WordTable table, ref ulong place, ulong key, WordTable next)
    {
        ulong seen = Volatile.Read(ref place);
        bool copied = false;
        do
        {
            if (seen != WordTable.Absent || copied)
                Copy(next, key, seen == WordTable.Absent ? null : seen ^ table.Secret);
            copied = seen != WordTable.Absent || copied;
        }
        while (!Swap(ref place, WordTable.Moved, ref seen));
    }

    /// <summary>Sets a value, or its absence, where nobody else looks yet: every other thread still finds the key in the table before.</summary>
    private void Copy(WordTable table, ulong key, ulong? value)
    {
        while (true)
        {
            ulong word = value is { } present ? present ^ table.Secret : WordTable.Absent;
            if (value is not null && word <= WordTable.Moved)
            {
                table = ChangeSecret(table);
                continue;
            }
            ref ulong place = ref table.Claim<TProbe>(key);
            ulong seen = Volatile.Read(ref place);
            while (seen != WordTable.Moved)
            {
                if (Swap(ref place, word, ref seen))
                    return;
            }
            table = table.Next ?? Grow(table);
        }
    }
}
