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
            Migration.TryHelp(ref this, table);
        else if (table.IsCrowded)
            Migration.TryBegin(ref this, table);
    }

    private WordTable Onward(WordTable table) => Migration.Onward(ref this, table);

    private WordTable? SentOn(WordTable table) => Migration.SentOn(ref this, table);

    readonly WordTable IMigratingMap<WordTable>.Successor(WordTable table) =>
        new(Sizes.LinesAfter(table.Lines, table.Live.Sum, mostLines), multiplier, table);

    void IMigratingMap<WordTable>.Advance() => WordTable.Advance(ref root);

    /// <summary>Waits until the table is migrated to one with another secret. Whether a value meets the two words that are not free is a
    /// matter of chance, 1 in 2^63 for each write; it is the only wait.</summary>
    private WordTable ChangeSecret(WordTable table)
    {
        WordTable next = table.Next ?? Migration.Grow(ref this, table);
        var spin = new SpinWait();
        while (!table.Claims.Done)
        {
            if (!Migration.Help(ref this, table))
                spin.SpinOnce();
        }
        return next;
    }

    void IMigratingMap<WordTable>.Move(WordTable table, int chunk, bool again)
    {
        WordTable next = table.Next!;
        if (chunk == 0)
        {
            for (ulong key = WordTable.Empty; key <= WordTable.Closed; key++)
                Move(table, ref table.Reserved(key), key, next, again);
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
                if (key > WordTable.Closed)
                    Move(table, ref Unsafe.Add(ref word, WordTable.SlotsPerLine), key, next, again);
            }
        }
    }

    /// <summary>Copies a value to the next table and retires it here; again, when it changed meanwhile.</summary>
    /// <param name="table">This table.</param>
    /// <param name="place">The value word.</param>
    /// <param name="key">The key word.</param>
    /// <param name="next">The next table.</param>
    /// <param name="copied">Whether there may be a copy, so that a value that is no more must be removed there.</param>
    private void Move(WordTable table, ref ulong place, ulong key, WordTable next, bool copied)
    {
        ulong seen = Volatile.Read(ref place);
        // Only where another began with the chunk: nobody else retires.
        if (seen == WordTable.Moved)
            return;
        do
        {
            copied |= seen != WordTable.Absent;
            if (copied)
                Copy(next, key, seen == WordTable.Absent ? null : seen ^ table.Secret);
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
            table = table.Next ?? Migration.Grow(ref this, table);
        }
    }
}
