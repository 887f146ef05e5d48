namespace MemoryModelLab.Models.Explanation;

/// <summary>What an edge of a <see cref="Cycle"/> is made of.</summary>
public enum CycleEdgeKind
{
    /// <summary>Within one thread: program order, a dependency, the halves of an atomic operation.</summary>
    Local,

    /// <summary>From a write to a read of its value.</summary>
    ReadsFrom,

    /// <summary>From a write to a later one in the order of memory.</summary>
    Coherence,

    /// <summary>From a read to a write that overwrites what it read.</summary>
    FromReads,

    /// <summary>Several of these in one definition of the model (synchronises-with, say).</summary>
    Composite,
}

/// <summary>An edge of a <see cref="Cycle"/>.</summary>
/// <param name="From">The event it starts from, an index into <see cref="Enumeration.ExecutionGraph.Events"/>.</param>
/// <param name="To">The event it ends in.</param>
/// <param name="Label">The relation it is in, by the name the model's file gives it: <c>release</c>, <c>rfe</c>, <c>po-loc</c>.</param>
/// <param name="Kind">What it is made of.</param>
public sealed record CycleEdge(int From, int To, string Label, CycleEdgeKind Kind);

/// <summary>
/// What a check does not allow, as edges that close a circle: each starts where the one before ends, the first where the last ends. For
/// <c>empty</c> it may be a path that does not close, and, of a set, have no edge.
/// </summary>
/// <param name="Edges">The edges in order.</param>
public sealed record Cycle(IReadOnlyList<CycleEdge> Edges);
