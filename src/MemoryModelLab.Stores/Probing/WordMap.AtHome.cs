using System.Numerics;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <remarks>
/// The short ways, compiled into the code that asks: for keys in their home line, or the one after it. What is done here is counted in
/// instructions, for an update is a compare-and-swap of 21 cycles, and whatever else it does is added to that, eight instructions a cycle.
/// </remarks>
internal partial struct WordMap<TProbe>
{
    /// <summary>The short way, which finds most keys that are there; where it finds none, only <see cref="TryGetAway"/> can tell.</summary>
    /// <param name="table">The <see cref="Root"/>, or null where there is none.</param>
    /// <param name="key">The key word.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryGetAtHome(WordTable? table, ulong key, out ulong value)
    {
        if (table is not null && key > WordTable.Closed)
        {
            ulong word = ValueAt(table.HomeLine(key), table.Step, key);
            value = word ^ table.Secret;
            GC.KeepAlive(table);
            return word > WordTable.Moved;
        }
        value = 0;
        return false;
    }

    /// <summary>Sets the value of a key that is at home, as most are that are there; otherwise nothing is done, and only <see cref="SetAway"/> can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TrySetAtHome(WordTable? table, ulong key, ulong value)
    {
        if (table is null || key <= WordTable.Closed)
            return false;
        ulong word = value ^ table.Secret;
        ulong* line = table.HomeLine(key);
        uint match = TProbe.MatchPair(line, table.Step, key);
        if (match == 0 || word <= WordTable.Moved)
            return false;
        ulong* place = ValuePlace(line, match);
        ulong seen = Volatile.Read(ref *place);
        // Compared one lower: one register must hold what is expected, and then what was found, and the JIT would put the first away in
        // memory, for which the compare-and-swap waits (0.8 ns of 7.8).
        ulong lower = seen - 1;
        if (seen <= WordTable.Moved)
            return false;
        // full fence: as Swap. Once: where it fails another was first, and the longer way has time to wait. An exchange would save a twentieth,
        // and would bury "moved" under a value that who comes by the new table does not see.
        if (Interlocked.CompareExchange(ref *place, word, seen) - 1 != lower)
            return false;
        GC.KeepAlive(table);
        return true;
    }

    /// <summary>The value word of a key when it is in one of two lines, as for <see cref="ILineProbe{TSelf}.MatchPair"/>; otherwise
    /// <see cref="WordTable.Absent"/>.</summary>
    /// <remarks>Its word and no other is read: the four words read as a vector would wait for each compare-and-swap on one of them that is
    /// under way, which a word can take over from.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ulong ValueAt(ulong* line, nint step, ulong key)
    {
        uint match = TProbe.MatchPair(line, step, key);
        // acquire: this load before the next operation's. Pairs with the writers' compare-and-swaps. Without it:
        // litmus/stores/TwoReads.litmus. The key word was read before, without order: a value word belongs to its key for ever.
        return match == 0 ? WordTable.Absent : Volatile.Read(ref *ValuePlace(line, match));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ulong* ValuePlace(ulong* line, uint match) =>
        line + (nuint)(uint)BitOperations.TrailingZeroCount(match) + WordTable.SlotsPerLine;
}
