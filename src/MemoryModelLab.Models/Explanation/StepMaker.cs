using MemoryModelLab.Models.Cat;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>
/// Cuts a derivation into the edges that are told: one for each definition with a name. Closures are taken apart into the edges of their
/// path; a sequence that has a name is one edge; a union's name gives way to its operand's.
/// </summary>
internal sealed class StepMaker(RelationGraph graph, DefinitionNames names)
{
    /// <summary>The edges, which join from the derivation's first event to its second.</summary>
    public IEnumerable<Step> Steps(Derivation derivation) => Cut(derivation, null, false);

    /// <summary>How the cat language calls a base relation.</summary>
    public static string NameOf(BaseRelation relation) => relation switch
    {
        BaseRelation.PickAddr => "pick-addr",
        BaseRelation.PickData => "pick-data",
        BaseRelation.PickCtrl => "pick-ctrl",
        BaseRelation.LoadStoreExclusive => "lxsx",
        BaseRelation.Internal => "int",
        BaseRelation.External => "ext",
        _ => relation.ToString().ToLowerInvariant(),
    };

    private IEnumerable<Step> Cut(Derivation d, DefinitionNames.Definition? name, bool nameGivesWay)
    {
        NodeKind kind = graph[d.Node].Kind;
        if (d.Parts.Count == 0) return d.From == d.To ? [] : [Make(d, d, nameGivesWay ? null : name)];
        if (names[d.Node] is { } own && (name is null || nameGivesWay)) (name, nameGivesWay) = (own, kind == NodeKind.Union);
        else if (kind != NodeKind.Union) nameGivesWay = false;
        switch (kind)
        {
            case NodeKind.Plus:
                return d.Parts.SelectMany(p => Cut(p, null, false));
            case NodeKind.Sequence when name is null || d.From == d.To:
                return d.Parts.SelectMany(p => Cut(p, null, false));
            case NodeKind.Sequence or NodeKind.Inverse:
                return [Make(d, d, name)];
            default:
                return Cut(d.Parts[0], name, nameGivesWay).Select(s => s.Reason.From == d.From && s.Reason.To == d.To ? s with { Reason = d } : s);
        }
    }

    private Step Make(Derivation reason, Derivation named, DefinitionNames.Definition? name)
    {
        Derivation[] path = [.. named.BasePath(graph)];
        string label = name?.Name ?? (graph[named.Node] is { Kind: NodeKind.RelationLeaf } leaf ? NameOf((BaseRelation)leaf.A) : "the model's definition");
        return new Step(new CycleEdge(reason.From, reason.To, label, KindOf(path)), name, reason, path);
    }

    private CycleEdgeKind KindOf(Derivation[] path)
    {
        BaseRelation?[] communication = [.. path.Select(p => graph[p.Node] is { Kind: NodeKind.RelationLeaf } n ? (BaseRelation?)n.A : null)
            .Where(r => r is BaseRelation.Rf or BaseRelation.Co or BaseRelation.Fr)];
        if (communication.Length == 0) return CycleEdgeKind.Local;
        if (path.Length > 1) return CycleEdgeKind.Composite;
        return communication[0] switch
        {
            BaseRelation.Rf => CycleEdgeKind.ReadsFrom,
            BaseRelation.Co => CycleEdgeKind.Coherence,
            _ => CycleEdgeKind.FromReads,
        };
    }
}
