using System.Numerics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>How long tables are.</summary>
internal static class Sizes
{
    /// <summary>Below this many slots a table grows fourfold, which halves what is copied while a store is small.</summary>
    private const long Small = 1 << 14;

    /// <summary>The lines of a table of words that holds so many entries without growing.</summary>
    /// <exception cref="InsufficientMemoryException">There would be more than <paramref name="most"/>.</exception>
    public static int LinesFor(long entries, int most) => Length(Slots(entries), Slots(entries), WordTable.SlotsPerLine, WordTable.MinLines, most);

    /// <summary>The lines of the table after a crowded one: twice as many, or as many when half of its keys are dead, or fewer. Where that is
    /// more than there may be, as many as there may be, if they hold what is live.</summary>
    /// <exception cref="InsufficientMemoryException">They do not.</exception>
    public static int LinesAfter(int lines, long live, int most) =>
        Length(SlotsAfter((long)lines * WordTable.SlotsPerLine, live), Slots(live), WordTable.SlotsPerLine, WordTable.MinLines, most);

    /// <summary>As <see cref="LinesFor"/>, for the groups of a table of objects.</summary>
    public static int GroupsFor(long entries, int most) => Length(Slots(entries), Slots(entries), TagTable.GroupSlots, TagTable.MinGroups, most);

    /// <summary>As <see cref="LinesAfter"/>, for groups.</summary>
    public static int GroupsAfter(int groups, long live, int most) =>
        Length(SlotsAfter((long)groups * TagTable.GroupSlots, live), Slots(live), TagTable.GroupSlots, TagTable.MinGroups, most);

    private static long Slots(long entries) => Math.Max(entries, 0) * 3 / 2;

    private static long SlotsAfter(long slots, long live) => Math.Max(live, 0) * (slots < Small ? 4 : 2);

    private static int Length(long wanted, long needed, int slots, int least, int most)
    {
        long power = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(least, wanted / slots));
        if (power <= most)
            return (int)power;
        return needed / slots < most ? most : throw new InsufficientMemoryException("A store cannot hold that many entries.");
    }
}
