namespace MemoryModelLab.Litmus.Generation;

/// <summary>A thread of a cycle: its accesses, and the internal edges between them.</summary>
/// <param name="Accesses">The accesses in program order, at least one.</param>
/// <param name="Edges">The edges between neighbours; one fewer than accesses.</param>
public sealed record CycleThread(EquatableList<CycleAccess> Accesses, EquatableList<CycleEdge> Edges) : IComparable<CycleThread>
{
    // diy7's order of what threads begin and end with; the smallest rotation of a cycle names its family.
    private static readonly string[] Order = ["W", "WW", "RR", "RW", "WR", "R"];

    /// <summary>What the thread begins and ends with: <c>W</c>, <c>R</c>, <c>WW</c>, <c>RR</c>, <c>RW</c> or <c>WR</c>.</summary>
    public string Ends { get; } = Accesses.Count == 1
        ? $"{EdgeTable.Letter(Accesses[0].Direction)}"
        : $"{EdgeTable.Letter(Accesses[0].Direction)}{EdgeTable.Letter(Accesses[^1].Direction)}";

    /// <summary>The first access.</summary>
    public CycleAccess First => Accesses[0];

    /// <summary>The last access.</summary>
    public CycleAccess Last => Accesses[^1];

    /// <summary>Orders threads: by family, then fewer accesses, then stronger edges, then annotated accesses before plain ones.</summary>
    public int CompareTo(CycleThread? other)
    {
        if (other is null) return 1;
        int order = CompareEnds(this, other);
        if (order == 0) order = Accesses.Count.CompareTo(other.Accesses.Count);
        for (int i = 0; order == 0 && i < Edges.Count; i++)
        {
            order = Edges[i].Kind.CompareTo(other.Edges[i].Kind);
            if (order == 0) order = string.CompareOrdinal(Edges[i].Name, other.Edges[i].Name);
        }

        for (int i = 0; order == 0 && i < Accesses.Count; i++) order = other.Accesses[i].Annotation.Rank.CompareTo(Accesses[i].Annotation.Rank);
        return order;
    }

    /// <summary>Orders threads by what they begin and end with: diy7's W, WW, RR, RW, WR, R.</summary>
    public static int CompareEnds(CycleThread left, CycleThread right) => Array.IndexOf(Order, left.Ends).CompareTo(Array.IndexOf(Order, right.Ends));

    /// <inheritdoc/>
    public static bool operator <(CycleThread left, CycleThread right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator <=(CycleThread left, CycleThread right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >(CycleThread left, CycleThread right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator >=(CycleThread left, CycleThread right) => left.CompareTo(right) >= 0;
}
