namespace MemoryModelLab.Models.Relations;

/// <summary>
/// Recognises models that imply coherence per location, so that the search may enforce it directly, which is cheaper. Coherence is
/// <c>acyclic po-loc | rf | co | fr</c>; because <c>rf | co | fr</c> orders all accesses to a location but reads of the same write,
/// <c>irreflexive po-loc ; (rf | co | fr)+</c> says the same (Alglave, Maranget, Tautschnig, TOPLAS 2014, section 4.2).
/// </summary>
internal static class CoherenceAnalysis
{
    /// <summary>Whether a check that holds implies coherence.</summary>
    public static bool Implies(RelationGraph graph, EvaluationPlan.PlannedCheck check)
    {
        if (check.Source.Negated) return false;
        return check.Kind switch
        {
            CheckKind.Acyclic => ContainsProgramOrder(graph, check.Node) && ContainsCommunication(graph, check.Node),
            CheckKind.Irreflexive => Terms(graph, check.Node).Any(t => graph[t] is { Kind: NodeKind.Sequence } s
                && ((ContainsProgramOrder(graph, s.A) && IsCommunicationClosure(graph, s.B))
                    || (ContainsProgramOrder(graph, s.B) && IsCommunicationClosure(graph, s.A)))),
            _ => false,
        };
    }

    /// <summary>Whether coherence implies that the check holds.</summary>
    public static bool IsImpliedBy(RelationGraph graph, EvaluationPlan.PlannedCheck check) =>
        check is { Kind: CheckKind.Acyclic, Source: { Negated: false, Severity: CheckSeverity.Require } }
        && Terms(graph, check.Node).All(t => IsCoherenceEdge(graph, t));

    private static bool IsCoherenceEdge(RelationGraph graph, int node)
    {
        RelationGraph.Node n = graph[node];
        return n.Kind switch
        {
            NodeKind.RelationLeaf => (BaseRelation)n.A is BaseRelation.Rf or BaseRelation.Co or BaseRelation.Fr,
            NodeKind.Intersect => IsCoherenceEdge(graph, n.A) || IsCoherenceEdge(graph, n.B) || IsProgramOrderPerLocation(graph, node),
            NodeKind.Difference or NodeKind.RestrictRange => IsCoherenceEdge(graph, n.A),
            NodeKind.RestrictDomain => IsCoherenceEdge(graph, n.B),
            _ => false,
        };
    }

    private static bool ContainsProgramOrder(RelationGraph graph, int node) =>
        Terms(graph, node).Any(t => IsLeaf(graph, t, BaseRelation.Po) || IsProgramOrderPerLocation(graph, t));

    private static bool ContainsCommunication(RelationGraph graph, int node)
    {
        int[] terms = [.. Terms(graph, node)];
        ReadOnlySpan<BaseRelation> all = [BaseRelation.Rf, BaseRelation.Co, BaseRelation.Fr];
        foreach (BaseRelation relation in all)
        {
            bool whole = terms.Any(t => IsLeaf(graph, t, relation));
            bool halves = terms.Any(t => IsPart(graph, t, relation, BaseRelation.Internal)) && terms.Any(t => IsPart(graph, t, relation, BaseRelation.External));
            if (!whole && !halves) return false;
        }

        return true;
    }

    private static bool IsCommunicationClosure(RelationGraph graph, int node) =>
        Terms(graph, node).Any(t => graph[t].Kind == NodeKind.Plus && ContainsCommunication(graph, graph[t].A));

    private static bool IsProgramOrderPerLocation(RelationGraph graph, int node) => IsPart(graph, node, BaseRelation.Po, BaseRelation.Loc);

    private static bool IsPart(RelationGraph graph, int node, BaseRelation relation, BaseRelation part) =>
        graph[node] is { Kind: NodeKind.Intersect } n
        && ((IsLeaf(graph, n.A, relation) && IsLeaf(graph, n.B, part)) || (IsLeaf(graph, n.B, relation) && IsLeaf(graph, n.A, part)));

    private static bool IsLeaf(RelationGraph graph, int node, BaseRelation relation) =>
        graph[node] is { Kind: NodeKind.RelationLeaf } n && n.A == (int)relation;

    /// <summary>The members of a union, looking through closures (a closure contains what it closes).</summary>
    private static IEnumerable<int> Terms(RelationGraph graph, int node)
    {
        RelationGraph.Node n = graph[node];
        if (n.Kind == NodeKind.Union) return Terms(graph, n.A).Concat(Terms(graph, n.B));
        return n.Kind == NodeKind.Plus ? Terms(graph, n.A).Prepend(node) : [node];
    }
}
