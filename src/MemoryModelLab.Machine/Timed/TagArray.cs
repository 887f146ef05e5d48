namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// Which lines the caches of one level hold: sets of ways, the least recently used of a set leaves. Where there is room for all lines there are, none ever
/// leaves, and nothing need be kept.
/// </summary>
internal sealed class TagArray
{
    private readonly int sets;
    private readonly int ways;
    private readonly int[] held;

    public TagArray(int cores, (int Sets, int Ways) size, int lines)
    {
        (sets, ways) = size;
        HoldsAll = (lines + sets - 1) / sets <= ways;
        held = HoldsAll ? [] : new int[cores * sets * ways];
        Array.Fill(held, -1);
    }

    /// <summary>Whether a cache has room for all lines there are.</summary>
    public bool HoldsAll { get; }

    /// <summary>Whether a core's cache holds a line that came once; it is then the most recently used.</summary>
    public bool Touch(int core, int line)
    {
        if (HoldsAll) return true;
        Span<int> set = SetOf(core, line);
        if (set[0] == line) return true;
        int at = set.IndexOf(line);
        if (at < 0) return false;
        set[..at].CopyTo(set[1..]);
        set[0] = line;
        return true;
    }

    /// <summary>Puts a line in as the most recently used; the line that had to leave, -1 for none.</summary>
    public int Insert(int core, int line)
    {
        Span<int> set = SetOf(core, line);
        int last = set[^1];
        set[..^1].CopyTo(set[1..]);
        set[0] = line;
        return last;
    }

    /// <summary>Takes a line out, if it is there.</summary>
    public void Remove(int core, int line)
    {
        if (HoldsAll) return;
        Span<int> set = SetOf(core, line);
        int at = set.IndexOf(line);
        if (at < 0) return;
        set[(at + 1)..].CopyTo(set[at..]);
        set[^1] = -1;
    }

    private Span<int> SetOf(int core, int line) => held.AsSpan(((core * sets) + (line % sets)) * ways, ways);
}
