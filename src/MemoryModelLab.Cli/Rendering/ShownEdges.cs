using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>An edge to draw.</summary>
/// <param name="From">The event it starts from, an index into the graph's events.</param>
/// <param name="To">The event it ends in.</param>
/// <param name="Relation">The relation by its name in cat, which the edge is coloured by.</param>
/// <param name="Label">What is written on it.</param>
/// <param name="InCycle">Whether it belongs to the cycle that is shown.</param>
internal sealed record ShownEdge(int From, int To, string Relation, string Label, bool InCycle);

/// <summary>The edges of an execution that others do not imply: the steps of po and co, fr only to the first later write.</summary>
internal static class ShownEdges
{
    /// <summary>The edges of <paramref name="graph"/>, relation by relation, then those of the cycle that are none of them.</summary>
    public static IReadOnlyList<ShownEdge> Of(ExecutionGraph graph, Cycle? cycle = null)
    {
        var edges = new List<ShownEdge>();
        foreach ((string relation, BitMatrix pairs) in graph.Relations)
        {
            foreach ((int from, int to) in pairs.Pairs())
            {
                if (!Implied(graph, relation, pairs, from, to)) edges.Add(new ShownEdge(from, to, relation, relation, InCycle: false));
            }
        }

        foreach (CycleEdge step in cycle?.Edges ?? []) AddStep(edges, step);
        return edges;
    }

    /// <summary>Marks the edge that is a step of the cycle, or adds it.</summary>
    private static void AddStep(List<ShownEdge> edges, CycleEdge step)
    {
        string? relation = step.Kind switch
        {
            CycleEdgeKind.Local => "po",
            CycleEdgeKind.ReadsFrom => "rf",
            CycleEdgeKind.Coherence => "co",
            CycleEdgeKind.FromReads => "fr",
            _ => null,
        };
        int known = Find(step.Label);
        if (known < 0) known = Find(relation);
        if (known >= 0) edges[known] = edges[known] with { Label = step.Label, InCycle = true };
        else edges.Add(new ShownEdge(step.From, step.To, step.Kind == CycleEdgeKind.Local ? step.Label : relation ?? step.Label, step.Label, InCycle: true));

        int Find(string? name) => edges.FindIndex(e => e.From == step.From && e.To == step.To && e.Relation == name);
    }

    private static bool Implied(ExecutionGraph graph, string relation, BitMatrix pairs, int from, int to)
    {
        switch (relation)
        {
            case "po":
                // The halves of an atomic instruction are not in po of assembly, and still one comes after the other.
                BitMatrix rmw = graph["rmw"];
                return Between(pairs.Size, b => (pairs[from, b] || rmw[from, b]) && (pairs[b, to] || rmw[b, to]));
            case "co":
                return Between(pairs.Size, b => pairs[from, b] && pairs[b, to]);
            case "fr":
                BitMatrix co = graph["co"];
                return Between(pairs.Size, b => pairs[from, b] && co[b, to]);
            default:
                return false;
        }
    }

    private static bool Between(int size, Predicate<int> holds)
    {
        for (int b = 0; b < size; b++)
        {
            if (holds(b)) return true;
        }

        return false;
    }
}
