namespace MemoryModelLab.Models.Relations;

/// <summary>
/// Decides which nodes of a graph only grow, or only shrink, while rf and co grow. Union, intersection, sequence, closure, inverse,
/// product, domain and range keep the direction of their operands; difference and complement turn it round. A recursive definition
/// has a direction if its bodies have it under the assumption that its variables have it.
/// </summary>
internal sealed class PolarityAnalysis(RelationGraph graph)
{
    private readonly Dictionary<int, Polarity> known = [];

    /// <summary>The direction of <paramref name="node"/>.</summary>
    public Polarity Of(int node) => Of(node, Polarity.Constant, []);

    private static Polarity Join(Polarity a, Polarity b) =>
        a == b || b == Polarity.Constant ? a : a == Polarity.Constant ? b : Polarity.Unknown;

    private static Polarity Reverse(Polarity a) => a switch
    {
        Polarity.Increasing => Polarity.Decreasing,
        Polarity.Decreasing => Polarity.Increasing,
        _ => a,
    };

    private Polarity Of(int node, Polarity variables, Dictionary<int, Polarity> assumed)
    {
        if (!graph.DependsOnExecution(node) && !graph.IsOpen(node)) return Polarity.Constant;
        Dictionary<int, Polarity> memo = graph.IsOpen(node) ? assumed : known;
        if (memo.TryGetValue(node, out Polarity result)) return result;
        RelationGraph.Node n = graph[node];
        result = n.Kind switch
        {
            NodeKind.RelationLeaf => Polarity.Increasing,
            NodeKind.SetLeaf => Polarity.Unknown, // the final writes
            NodeKind.RecursionVariable => variables,
            NodeKind.Difference => Join(Of(n.A, variables, assumed), Reverse(Of(n.B, variables, assumed))),
            NodeKind.Complement => Reverse(Of(n.A, variables, assumed)),
            NodeKind.Fixpoint => OfFixpoint(n.A),
            _ => graph.Operands(node).Aggregate(Polarity.Constant, (p, o) => Join(p, Of(o, variables, assumed))),
        };
        memo[node] = result;
        return result;
    }

    private Polarity OfFixpoint(int group)
    {
        foreach (Polarity direction in (ReadOnlySpan<Polarity>)[Polarity.Increasing, Polarity.Decreasing])
        {
            var assumed = new Dictionary<int, Polarity>();
            Polarity bodies = graph.Groups[group].Bodies.Aggregate(direction, (p, b) => Join(p, Of(b, direction, assumed)));
            if (bodies == direction) return direction;
        }

        return Polarity.Unknown;
    }
}
