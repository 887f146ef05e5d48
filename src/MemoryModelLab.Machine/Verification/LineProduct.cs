namespace MemoryModelLab.Machine.Verification;

/// <summary>
/// The states of several lines, breadth first. A state is one word: a number of the <see cref="LineGraph"/> a line. With several renamings of
/// cores, and lines alike, states that differ in names alone are one: the least of them stands for all.
/// </summary>
internal sealed class LineProduct
{
    private const int Ahead = 256;
    private const int MostLines = 8;

    private readonly LineGraph graph;
    private readonly int lines;
    private readonly int width;
    private readonly bool reduces;
    private readonly WordSet states = new();

    public LineProduct(LineGraph graph, int lines, bool reduces)
    {
        (this.graph, this.lines, this.reduces) = (graph, lines, reduces);
        width = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(graph.Count - 1, 1));
        if (lines > MostLines || lines * width >= 64) throw new ArgumentException($"a state of {lines} lines, each one of {graph.Count}, does not fit one word", nameof(lines));
    }

    /// <summary>The states found.</summary>
    public long States => states.Count;

    /// <summary>The steps between them.</summary>
    public long Steps { get; private set; }

    /// <summary>The most bytes that held the states, those waiting to be expanded too.</summary>
    public long Bytes { get; private set; }

    /// <summary>The length of the longest of the shortest runs to a state.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether every reachable state was visited.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Explores until all is seen or there are too many.</summary>
    public void Run(long mostStates, CancellationToken cancellation)
    {
        WordList level = new(), nextLevel = new();
        var found = new ulong[Ahead];
        int waiting = 0;
        states.Add(0);
        level.Add(0);
        Span<int> parts = stackalloc int[lines];
        for (; level.Count > 0; Depth++)
        {
            for (long i = 0; i < level.Count; i++)
            {
                ulong state = level[i];
                for (int line = 0; line < lines; line++) parts[line] = (int)(state >> (line * width)) & ((1 << width) - 1);
                for (int line = 0; line < lines; line++)
                {
                    // Two lines in the same state have the same steps, up to the names of lines.
                    if (reduces && line > 0 && parts[line] == parts[line - 1]) continue;
                    int own = parts[line];
                    ReadOnlySpan<int> successors = graph.Successors(own);
                    Steps += successors.Length;
                    foreach (int successor in successors)
                    {
                        parts[line] = successor;
                        found[waiting++] = reduces ? Least(parts) : Pack(parts);
                        if (waiting == Ahead) Enter();
                    }

                    parts[line] = own;
                }

                if ((i & 0xFFFF) == 0 && (cancellation.IsCancellationRequested || states.Count >= mostStates)) return;
            }

            Enter();
            Bytes = Math.Max(Bytes, states.Bytes + level.Bytes + nextLevel.Bytes);
            (level, nextLevel) = (nextLevel, level);
            nextLevel.Clear();
        }

        IsComplete = true;

        void Enter()
        {
            states.Add(found.AsSpan(0, waiting), nextLevel);
            waiting = 0;
            Bytes = Math.Max(Bytes, states.Bytes + level.Bytes + nextLevel.Bytes);
        }
    }

    private ulong Pack(ReadOnlySpan<int> parts)
    {
        ulong packed = 0;
        for (int line = 0; line < parts.Length; line++) packed |= (ulong)parts[line] << (line * width);
        return packed;
    }

    /// <summary>The least state among those that differ from this one in the names of cores and lines.</summary>
    private ulong Least(ReadOnlySpan<int> parts)
    {
        ulong least = ulong.MaxValue;
        if (lines == 1)
        {
            foreach (int part in graph.Renamed(parts[0])) least = Math.Min(least, (ulong)part);
            return least;
        }

        if (lines == 2)
        {
            ReadOnlySpan<int> first = graph.Renamed(parts[0]), second = graph.Renamed(parts[1]);
            for (int p = 0; p < first.Length && p < second.Length; p++)
            {
                ulong a = (ulong)first[p], b = (ulong)second[p];
                least = Math.Min(least, a < b ? a | (b << width) : b | (a << width));
            }

            return least;
        }

        Span<int> sorted = stackalloc int[MostLines];
        for (int p = 0; p < graph.Renamings; p++)
        {
            for (int line = 0; line < lines; line++) sorted[line] = graph.Renamed(parts[line])[p];
            sorted[..lines].Sort();
            least = Math.Min(least, Pack(sorted[..lines]));
        }

        return least;
    }
}
