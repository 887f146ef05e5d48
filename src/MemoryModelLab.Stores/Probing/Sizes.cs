using System.Numerics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>How long tables are.</summary>
internal static class Sizes
{
    /// <summary>Below this many slots a table grows fourfold, which halves what is copied while a store is small.</summary>
    private const long Small = 1 << 14;

    /// <summary>The lines of a table of words that holds so many entries without growing.</summary>
    /// <exception cref="InsufficientMemoryException">They would not fit into one array.</exception>
    public static int LinesFor(long entries) => Lines(Slots(entries));

    /// <summary>The lines of the table after a crowded one: twice as many, or as many when half of its keys are dead, or fewer.</summary>
    public static int LinesAfter(int lines, long live) => Lines(SlotsAfter((long)lines * WordTable.SlotsPerLine, live));

    /// <summary>The groups of a table of objects that holds so many entries without growing.</summary>
    /// <exception cref="InsufficientMemoryException">They would not fit into one array.</exception>
    public static int GroupsFor(long entries) => Groups(Slots(entries));

    /// <summary>As <see cref="LinesAfter"/>, for groups.</summary>
    public static int GroupsAfter(int groups, long live) => Groups(SlotsAfter((long)groups * TagTable.GroupSlots, live));

    private static long Slots(long entries) => entries * 3 / 2;

    private static long SlotsAfter(long slots, long live) => Math.Max(live, 0) * (slots < Small ? 4 : 2);

    private static int Lines(long slots) => PowerOfTwo(slots / WordTable.SlotsPerLine, WordTable.MinLines, WordTable.MaxLines);

    private static int Groups(long slots) => PowerOfTwo(slots / TagTable.GroupSlots, TagTable.MinGroups, TagTable.MaxGroups);

    private static int PowerOfTwo(long wanted, int least, int most)
    {
        long power = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(least, wanted));
        return power <= most ? (int)power : throw new InsufficientMemoryException("A store cannot hold that many entries.");
    }
}
