namespace MemoryModelLab.Machine.Timed;

/// <summary>Which lines the caches of one level hold: sets of ways, the least recently used of a set leaves.</summary>
internal sealed class TagArray
{
    private readonly int sets;
    private readonly int ways;
    private readonly int[] lines;

    public TagArray(int cores, (int Sets, int Ways) size)
    {
        (sets, ways) = size;
        lines = new int[cores * sets * ways];
        Array.Fill(lines, -1);
    }

    /// <summary>Whether a core's cache holds a line; it is then the most recently used.</summary>
    public bool Touch(int core, int line)
    {
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
        Span<int> set = SetOf(core, line);
        int at = set.IndexOf(line);
        if (at < 0) return;
        set[(at + 1)..].CopyTo(set[at..]);
        set[^1] = -1;
    }

    private Span<int> SetOf(int core, int line) => lines.AsSpan(((core * sets) + (line % sets)) * ways, ways);
}
