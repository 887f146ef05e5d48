using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Tests.Enumeration;

/// <summary>Textbook models written straight as relation graphs, so that the search is tested without the cat language.</summary>
internal static class SmallModels
{
    public static CompiledModel Sc()
    {
        var g = new RelationGraph();
        int communication = Communication(g);
        return Model(g, Acyclic(g.Union(g.RelationLeaf(BaseRelation.Po), communication), "sc"), Atomicity(g));
    }

    public static CompiledModel Tso()
    {
        var g = new RelationGraph();
        int po = g.RelationLeaf(BaseRelation.Po);
        int loc = g.RelationLeaf(BaseRelation.Loc);
        int ext = g.RelationLeaf(BaseRelation.External);
        int rf = g.RelationLeaf(BaseRelation.Rf);
        int co = g.RelationLeaf(BaseRelation.Co);
        int fr = g.RelationLeaf(BaseRelation.Fr);
        int writeRead = g.Product(g.SetLeaf(BaseSet.Writes), g.SetLeaf(BaseSet.Reads));
        int ppo = g.Difference(po, writeRead);
        int ghb = g.Union(g.Union(ppo, g.Intersect(rf, ext)), g.Union(co, fr));
        return Model(g, Acyclic(g.Union(g.Intersect(po, loc), Communication(g)), "coherence"), Acyclic(ghb, "ghb"), Atomicity(g));
    }

    /// <summary>No coherence, one check that grows, one that shrinks and one that is neither: everything the search must not prune by.</summary>
    public static CompiledModel WithoutCoherence()
    {
        var g = new RelationGraph();
        int po = g.RelationLeaf(BaseRelation.Po);
        int rf = g.RelationLeaf(BaseRelation.Rf);
        int co = g.RelationLeaf(BaseRelation.Co);
        int initial = g.SetLeaf(BaseSet.InitialWrites);
        var shrinks = new ModelCheck(
            CheckKind.Empty, true, g.Difference(g.Product(g.SetLeaf(BaseSet.Writes), g.SetLeaf(BaseSet.Writes)), g.Plus(co)), "shrinks", CheckSeverity.Require, default);
        var neither = new ModelCheck(
            CheckKind.Acyclic, false, g.Union(g.Difference(co, g.Sequence(rf, g.Inverse(rf))), g.Intersect(po, g.Complement(g.Product(initial, g.Domain(rf))))),
            "neither", CheckSeverity.Require, default);
        return Model(g, Acyclic(g.Union(po, rf), "no thin air"), shrinks, neither);
    }

    private static int Communication(RelationGraph g) =>
        g.Union(g.RelationLeaf(BaseRelation.Rf), g.Union(g.RelationLeaf(BaseRelation.Co), g.RelationLeaf(BaseRelation.Fr)));

    private static ModelCheck Acyclic(int node, string name) => new(CheckKind.Acyclic, false, node, name, CheckSeverity.Require, default);

    private static ModelCheck Atomicity(RelationGraph g)
    {
        int ext = g.RelationLeaf(BaseRelation.External);
        int between = g.Sequence(g.Intersect(g.RelationLeaf(BaseRelation.Fr), ext), g.Intersect(g.RelationLeaf(BaseRelation.Co), ext));
        return new ModelCheck(CheckKind.Empty, false, g.Intersect(g.RelationLeaf(BaseRelation.Rmw), between), "atomic", CheckSeverity.Require, default);
    }

    private static CompiledModel Model(RelationGraph graph, params ModelCheck[] checks) => new() { Graph = graph, Checks = checks, Shown = [] };
}
