using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Values;

/// <summary>
/// An order on values, so that sets of them have no duplicates. Two different nodes of the graph can be compared only where their
/// values are known.
/// </summary>
internal sealed class ValueOrder(RelationGraph graph, INodeEvaluator? evaluator) : IComparer<CatValue>
{
    /// <summary>Whether the values of nodes are known at all.</summary>
    public bool Knows => evaluator is not null;

    /// <inheritdoc/>
    public int Compare(CatValue? x, CatValue? y) => ReferenceEquals(x, y) ? 0 : (x, y) switch
    {
        (null, _) => -1,
        (_, null) => 1,
        (CatValue.Node a, CatValue.Node b) when a.Id == b.Id => 0,
        (CatValue.Node a, CatValue.Node b) => Words(a).SequenceCompareTo(Words(b)),
        (CatValue.Empty, CatValue.Node b) => IsEmpty(b) ? 0 : -1,
        (CatValue.Node a, CatValue.Empty) => IsEmpty(a) ? 0 : 1,
        (CatValue.Empty, CatValue.Set b) => b.Items.IsEmpty ? 0 : -1,
        (CatValue.Set a, CatValue.Empty) => a.Items.IsEmpty ? 0 : 1,
        (CatValue.Tag a, CatValue.Tag b) => string.CompareOrdinal(a.Name, b.Name),
        (CatValue.Event a, CatValue.Event b) => a.Index.CompareTo(b.Index),
        (CatValue.Pair a, CatValue.Pair b) => (a.From, a.To).CompareTo((b.From, b.To)),
        (CatValue.Tuple a, CatValue.Tuple b) => Compare(a.Items, b.Items),
        (CatValue.Set a, CatValue.Set b) => Compare([.. a.Items], [.. b.Items]),
        _ => Rank(x).CompareTo(Rank(y)),
    };

    /// <summary>Whether the node has no element.</summary>
    public bool IsEmpty(CatValue.Node node)
    {
        if (node.Id == graph.EmptySet || node.Id == graph.EmptyRelation) return true;
        return !Words(node).ContainsAnyExcept(0UL);
    }

    /// <summary>The elements of a set node.</summary>
    public EventSet SetOf(int node) => Evaluator(node).Set(node);

    /// <summary>The pairs of a relation node.</summary>
    public BitMatrix RelationOf(int node) => Evaluator(node).Relation(node);

    private static int Rank(CatValue value) => value switch
    {
        CatValue.Empty => 0,
        CatValue.Universe => 1,
        CatValue.Tag => 2,
        CatValue.Event => 3,
        CatValue.Pair => 4,
        CatValue.Node { IsRelation: false } => 5,
        CatValue.Node => 6,
        CatValue.Tuple => 7,
        CatValue.Set => 8,
        _ => 9,
    };

    private int Compare(IReadOnlyList<CatValue> a, IReadOnlyList<CatValue> b)
    {
        for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            int order = Compare(a[i], b[i]);
            if (order != 0) return order;
        }

        return a.Count.CompareTo(b.Count);
    }

    private ReadOnlySpan<ulong> Words(CatValue.Node node) => node.IsRelation ? RelationOf(node.Id).Words : SetOf(node.Id).Words;

    private INodeEvaluator Evaluator(int node) =>
        evaluator is not null && !graph.IsOpen(node) && evaluator.CanEvaluate(node) ? evaluator : throw new NeedsValueException();
}
