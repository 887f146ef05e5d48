using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// The lock-free table of words: a chain of <see cref="WordTable"/>s, the first being migrated into the second, and so on; mostly there is
/// one. The protocol is told in <see cref="ProbingStore{TKey, TValue}"/>.
/// </summary>
/// <remarks>A struct in its owner, so that a lookup goes from the owner to the table in one load; never copied.</remarks>
internal partial struct WordMap<TProbe> : IMigratingMap<WordTable>
    where TProbe : struct, ILineProbe<TProbe>
{
    /// <summary>How many lines are fetched ahead of the one that is looked at: more than a processor waits for at a time, and few beside a cache.</summary>
    private const int Ahead = 64;

    /// <summary>How many keys are looked up in one table, before it is asked whether there is another by now.</summary>
    private const int Run = 4096;

    private readonly ulong multiplier;
    private readonly int mostLines;
    private WordTable root;

    /// <param name="capacity">For how many entries there is room at first.</param>
    /// <param name="secret">The secret of the first table, or null: a random one.</param>
    /// <param name="mostLines">The length that no table may exceed.</param>
    public WordMap(int capacity, ulong? secret = null, int mostLines = WordTable.MaxLines)
    {
        this.mostLines = mostLines;
        multiplier = Fold.RandomWord() | 1;
        int lines = capacity == 0 ? WordTable.MinLines : Sizes.LinesFor(capacity, mostLines);
        root = new WordTable(lines, multiplier, secret: secret);
    }

    /// <summary>The entries; exact when nobody changes them meanwhile.</summary>
    public readonly int Count => (int)Math.Clamp(Root.Live.Sum, 0, int.MaxValue);

    public readonly int Lines => Root.Lines;

    /// <summary>Whether there is a table, or this is the default value.</summary>
    public readonly bool Exists => root is not null;

    // acquire: the tables are reached through the reference, which orders enough; the acquire keeps a lookup that needs no other load of
    // its own behind the one before. On x64 it costs nothing.
    public readonly WordTable Root
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(in root);
    }

    public bool TryGet(ulong key, out ulong value) =>
        TryGetAtHome(Root, WordTable.WordOf(key), out value) || TryGetAway(key, out value);

    // Not inlined: what is rare would take registers from what is not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryGetAway(ulong key, out ulong value) => TryGetIn(Root, key, out value);

    private bool TryGetIn(WordTable first, ulong key, out ulong value)
    {
        for (WordTable? table = first; table is not null; table = SentOn(table))
        {
            // acquire: as in ValueAt.
            ulong seen = Volatile.Read(ref table.Find<TProbe>(WordTable.WordOf(key)));
            if (seen != WordTable.Moved)
            {
                value = seen == WordTable.Absent ? 0 : seen ^ table.Secret;
                return seen != WordTable.Absent;
            }
        }
        value = 0;
        return false;
    }

    /// <summary>Looks keys up, each as <see cref="TryGet(ulong, out ulong)"/> does, while the lines of the keys to come are on their way.</summary>
    public int TryGet<TKey, TValue>(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        int count = 0;
        for (; keys.Length > Run; keys = keys[Run..], values = values[Run..], found = found[Run..])
            count += TryGetRun(keys[..Run], values, found);
        return count + TryGetRun(keys, values, found);
    }

    private unsafe int TryGetRun<TKey, TValue>(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found)
    {
        WordTable table = Root;
        ulong** lines = stackalloc ulong*[Ahead];
        for (int i = 0; i < Math.Min(Ahead, keys.Length); i++)
            lines[i] = Fetch(table, WordTable.WordOf(Word.Encode(keys[i])));
        int count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = WordTable.WordOf(Word.Encode(keys[i]));
            ulong* line = lines[i % Ahead];
            if (i + Ahead < keys.Length)
                lines[i % Ahead] = Fetch(table, WordTable.WordOf(Word.Encode(keys[i + Ahead])));
            ulong word = ValueAt(line, table.Step, key), value = word ^ table.Secret;
            bool there = (word > WordTable.Moved && key > WordTable.Closed) || TryGetIn(table, Word.Encode(keys[i]), out value);
            (found[i], values[i]) = (there, there ? Word.Decode<TValue>(value) : default!);
            count += there ? 1 : 0;
        }
        GC.KeepAlive(table);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ulong* Fetch(WordTable table, ulong key)
    {
        ulong* line = table.HomeLine(key);
        if (Sse.IsSupported)
            Sse.Prefetch0(line);
        return line;
    }

    public void Set(ulong key, ulong value)
    {
        if (!TrySetAtHome(Root, WordTable.WordOf(key), value))
            SetAway(key, value);
    }

    /// <summary>Adds the key unless it is there; then the value it has.</summary>
    public bool TryAdd(ulong key, ulong value, out ulong present)
    {
        WordTable table = Root;
        while (true)
        {
            ulong word = value ^ table.Secret;
            if (word <= WordTable.Moved)
            {
                table = ChangeSecret(table);
                continue;
            }
            ref ulong place = ref table.Claim<TProbe>(WordTable.WordOf(key));
            ulong seen = Volatile.Read(ref place);
            if (seen == WordTable.Absent && Swap(ref place, word, ref seen))
            {
                Added(table);
                present = value;
                return true;
            }
            if (seen != WordTable.Moved)
            {
                present = seen ^ table.Secret;
                return false;
            }
            table = Onward(table);
        }
    }

    /// <summary>Replaces the value where it is exactly <paramref name="old"/>.</summary>
    public bool TryReplace(ulong key, ulong value, ulong old)
    {
        for (WordTable? table = Root; table is not null;)
        {
            ulong word = value ^ table.Secret;
            if (word <= WordTable.Moved)
            {
                table = ChangeSecret(table);
                continue;
            }
            ref ulong place = ref table.Find<TProbe>(WordTable.WordOf(key));
            ulong seen = Volatile.Read(ref place);
            if (seen > WordTable.Moved && seen == (old ^ table.Secret))
            {
                if (Swap(ref place, word, ref seen))
                    return true;
                // Who calls this in a loop, as AddOrUpdate does, comes back at once.
                Contention.Wait();
            }
            if (seen != WordTable.Moved)
                return false;
            table = SentOn(table);
        }
        return false;
    }

    /// <summary>Removes the key, or, when <paramref name="only"/> is given, removes it where its value is exactly that.</summary>
    public bool TryRemove(ulong key, ulong? only, out ulong value)
    {
        for (WordTable? table = Root; table is not null; table = SentOn(table))
        {
            ref ulong place = ref table.Find<TProbe>(WordTable.WordOf(key));
            ulong seen = Volatile.Read(ref place);
            for (int failures = 0; seen > WordTable.Moved && (only is null || only == (seen ^ table.Secret)); failures++)
            {
                if (Swap(ref place, WordTable.Absent, ref seen))
                {
                    value = seen ^ table.Secret;
                    table.Live.Add(-1);
                    return true;
                }
                Contention.Wait(failures);
                seen = Volatile.Read(ref place);
            }
            if (seen != WordTable.Moved)
                break;
        }
        value = 0;
        return false;
    }

    // full fence: as CopyOnWriteStore.Clear. A new chain with a count of its own: operations that hold the old one end there, and take
    // effect just before this exchange, during which they all run.
    public void Clear() => Interlocked.Exchange(ref root, new WordTable(WordTable.MinLines, multiplier));

    /// <summary>Every key at most once: a key that has a word in a table is shown, or not, when the walk comes to that word.</summary>
    public readonly IEnumerator<(ulong Key, ulong Value)> Entries() => Walk(Root);

    private static IEnumerator<(ulong Key, ulong Value)> Walk(WordTable first)
    {
        for (ulong key = WordTable.Empty; key <= WordTable.Closed; key++)
        {
            if (ValueIn(first, Volatile.Read(ref first.Reserved(key)), key, out ulong value))
                yield return (WordTable.KeyOf(key), value);
        }
        // What is there all the time has a word in one of the tables there are now; those to come are not walked, or who keeps the store
        // moving would keep the walk going.
        WordTable[] tables = first.Chain.Tables;
        for (int number = 0; number < tables.Length; number++)
        {
            WordTable table = tables[number];
            for (int slot = 0; slot < table.Lines * WordTable.SlotsPerLine; slot++)
            {
                ulong key = KeyAt(table, slot);
                if (key > WordTable.Closed && !IsIn(tables.AsSpan(0, number), key) && ValueIn(table, WordAt(table, slot), key, out ulong value))
                    yield return (WordTable.KeyOf(key), value);
            }
        }
    }

    private static ulong KeyAt(WordTable table, int slot) => Volatile.Read(ref KeyWord(table, slot));

    private static ulong WordAt(WordTable table, int slot) => Volatile.Read(ref Unsafe.Add(ref KeyWord(table, slot), WordTable.SlotsPerLine));

    private static ref ulong KeyWord(WordTable table, int slot) =>
        ref Unsafe.Add(ref table.Line(slot / WordTable.SlotsPerLine), slot % WordTable.SlotsPerLine);

    private static bool IsIn(ReadOnlySpan<WordTable> tables, ulong key)
    {
        foreach (WordTable table in tables)
        {
            if (table.HasKey<TProbe>(key))
                return true;
        }
        return false;
    }

    /// <summary>What <paramref name="word"/> of a table says, following the key to where it moved.</summary>
    private static bool ValueIn(WordTable table, ulong word, ulong key, out ulong value)
    {
        while (word == WordTable.Moved && table.Next is { } next)
        {
            table = next;
            word = Volatile.Read(ref table.Find<TProbe>(key));
        }
        value = word ^ table.Secret;
        return word > WordTable.Moved;
    }

    // Not inlined, as TryGetAway.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void SetAway(ulong key, ulong value)
    {
        WordTable table = Root;
        // The short way leaves a key that is at home and has a value only where another writer was first.
        if (TryGetAtHome(table, WordTable.WordOf(key), out _))
            Contention.Wait();
        while (true)
        {
            ulong word = value ^ table.Secret;
            if (word <= WordTable.Moved)
            {
                table = ChangeSecret(table);
                continue;
            }
            ref ulong place = ref table.Claim<TProbe>(WordTable.WordOf(key));
            ulong seen = Volatile.Read(ref place);
            for (int failures = 0; seen != WordTable.Moved; failures++)
            {
                if (Swap(ref place, word, ref seen))
                {
                    if (seen == WordTable.Absent)
                        Added(table);
                    return;
                }
                Contention.Wait(failures);
                seen = Volatile.Read(ref place);
            }
            table = Onward(table);
        }
    }
}
