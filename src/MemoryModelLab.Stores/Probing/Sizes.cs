using System.Numerics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>How long tables are.</summary>
internal static class Sizes
{
    /// <summary>Below this many slots a table grows fourfold, which halves what is copied while a store is small.</summary>
    private const long Small = 1 << 14;

    /// <summary>The lines of a table that holds so many entries without growing.</summary>
    /// <exception cref="InsufficientMemoryException">They would not fit into one array.</exception>
    public static int LinesFor(long entries) => Lines(entries * 3 / 2);

    /// <summary>The lines of the table after a crowded one: twice as many, or as many when half of its keys are dead, or fewer.</summary>
    public static int LinesAfter(int lines, long live)
    {
        long entries = Math.Max(live, 0);
        return Lines(entries * ((long)lines * WordTable.SlotsPerLine < Small ? 4 : 2));
    }

    /// <summary>The groups of a table that holds so many entries without growing.</summary>
    /// <exception cref="InsufficientMemoryException">They would not fit into one array.</exception>
    public static int GroupsFor(long entries) => Groups(entries * 3 / 2);

    /// <summary>As <see cref="LinesAfter"/>, for groups.</summary>
    public static int GroupsAfter(int groups, long live)
    {
        long entries = Math.Max(live, 0);
        return Groups(entries * ((long)groups * TagTable.GroupSlots < Small ? 4 : 2));
    }

    private static int Groups(long slots)
    {
        long groups = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(TagTable.MinGroups, slots / TagTable.GroupSlots));
        return groups <= TagTable.MaxGroups ? (int)groups : throw new InsufficientMemoryException("A store cannot hold that many entries.");
    }

    private static int Lines(long slots)
    {
        long lines = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(WordTable.MinLines, slots / WordTable.SlotsPerLine));
        return lines <= WordTable.MaxLines ? (int)lines : throw new InsufficientMemoryException("A store cannot hold that many entries.");
    }
}
