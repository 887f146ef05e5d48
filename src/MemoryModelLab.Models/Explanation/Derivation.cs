using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>Why a pair of events is in a relation of a model: the way through the relation's definition that puts it there.</summary>
/// <param name="Node">The relation.</param>
/// <param name="From">The pair's first event.</param>
/// <param name="To">Its second.</param>
/// <param name="Cost">The number of base pairs it takes; what is equal costs nothing.</param>
/// <param name="Parts">
/// What it follows from. Of <c>a ; b</c> and <c>a⁺</c> pairs that join end to end; of <c>a &amp; b</c> the pair in both, the one that says more first; of
/// other operations the pair in the operand.
/// </param>
internal sealed record Derivation(int Node, int From, int To, int Cost, IReadOnlyList<Derivation> Parts)
{
    /// <summary>The pairs of base relations that join from the first event to the second; of an inverse the pair the other way round.</summary>
    public IEnumerable<Derivation> BasePath(RelationGraph graph)
    {
        if (Parts.Count == 0) return From == To ? [] : [this];
        return graph[Node].Kind switch
        {
            NodeKind.Sequence or NodeKind.Plus => Parts.SelectMany(p => p.BasePath(graph)),
            NodeKind.Inverse => [this],
            _ => Parts[0].BasePath(graph),
        };
    }

    /// <summary>This and all below it.</summary>
    public IEnumerable<Derivation> All() => Parts.SelectMany(p => p.All()).Prepend(this);
}
