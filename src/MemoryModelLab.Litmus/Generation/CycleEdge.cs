namespace MemoryModelLab.Litmus.Generation;

/// <summary>One edge of a cycle, a candidate relaxation in diy7's terms, without the annotations of its accesses.</summary>
/// <param name="Kind">The relation.</param>
/// <param name="Name">As diy7 writes it: <c>Rfe</c>, <c>PodWW</c>, <c>DMB.SYdWR</c>, <c>DpAddrdR</c>.</param>
/// <param name="Tag">As test names say it: <c>rfi</c>, <c>po</c>, <c>dmb.sy</c>, <c>addr</c>.</param>
/// <param name="Source">What the first access does.</param>
/// <param name="Target">What the second access does.</param>
/// <param name="External">Whether the accesses are in different threads.</param>
/// <param name="SameLocation">Whether they are to one location.</param>
/// <param name="Mechanism">The fence's or dependency's own name, <c>DMB.SY</c> or <c>Addr</c>; empty for the others.</param>
public sealed record CycleEdge(
    EdgeKind Kind, string Name, string Tag, Direction Source, Direction Target, bool External, bool SameLocation, string Mechanism = "")
{
    /// <summary>Whether the edge is a communication: rf, fr or co.</summary>
    public bool IsCommunication => Kind is EdgeKind.ReadsFrom or EdgeKind.FromReads or EdgeKind.Coherence;

    /// <summary>The external communication between an access and one of another thread; null between two reads, which do not communicate.</summary>
    public static CycleEdge? Communication(Direction source, Direction target) => (source, target) switch
    {
        (Direction.Write, Direction.Read) => ReadsFromExternal,
        (Direction.Read, Direction.Write) => FromReadsExternal,
        (Direction.Write, Direction.Write) => CoherenceExternal,
        _ => null,
    };

    internal static CycleEdge ReadsFromExternal { get; } = Com(EdgeKind.ReadsFrom, "Rfe", Direction.Write, Direction.Read, true);

    internal static CycleEdge FromReadsExternal { get; } = Com(EdgeKind.FromReads, "Fre", Direction.Read, Direction.Write, true);

    internal static CycleEdge CoherenceExternal { get; } = Com(EdgeKind.Coherence, "Coe", Direction.Write, Direction.Write, true);

    internal static CycleEdge ReadsFromInternal { get; } = Com(EdgeKind.ReadsFrom, "Rfi", Direction.Write, Direction.Read, false);

    internal static CycleEdge FromReadsInternal { get; } = Com(EdgeKind.FromReads, "Fri", Direction.Read, Direction.Write, false);

    internal static CycleEdge CoherenceInternal { get; } = Com(EdgeKind.Coherence, "Coi", Direction.Write, Direction.Write, false);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static CycleEdge Com(EdgeKind kind, string name, Direction source, Direction target, bool external) =>
        new(kind, name, name.ToLowerInvariant(), source, target, external, SameLocation: true);
}
