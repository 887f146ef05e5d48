using System.Runtime.CompilerServices;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>
/// Finds why a pair is in a relation, the shortest reason first. The relation's definition is taken apart: of a union the operand with the
/// shortest reason, of a sequence the event between with the two shortest, of a closure the shortest path; of a recursive definition the
/// step of its computation in which the pair appeared, which takes only pairs of steps before.
/// </summary>
internal sealed class DerivationFinder(RelationGraph graph, NodeValues values, int events)
{
    // A reason of more base pairs is not told, but stands as it is: nobody reads it, and sequences of sequences can make it as long as they like.
    private const int LongestReason = 500;

    private readonly Dictionary<(long Steps, int Node, int From, int To), Derivation?> found = [];
    private readonly Dictionary<(long Steps, int Node), BitMatrix> relations = [];
    private long steps; // which step each recursive definition under way stands at; 0: there is none

    /// <summary>The shortest reason why the pair is in the relation; null when it is not.</summary>
    public Derivation? Find(int node, int from, int to)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!Relation(node)[from, to]) return null;
        var key = (graph.IsOpen(node) ? steps : 0, node, from, to);
        if (!found.TryGetValue(key, out Derivation? derivation)) found[key] = derivation = Bounded(Take(node, from, to));

        return derivation;
    }

    /// <summary>The cheapest path of pairs of a relation from an event to another, or round to the event itself; empty when there is none.</summary>
    public IReadOnlyList<Derivation> Path(int node, int from, int to)
    {
        // Dijkstra's algorithm, over few events. A step costs one more than its reason, so that of equal reasons the one with fewer steps is taken.
        int[] cost = new int[events];
        var last = new Derivation?[events];
        bool[] done = new bool[events];
        Array.Fill(cost, int.MaxValue);
        int at = from, sofar = 0;
        while (true)
        {
            for (int next = 0; next < events; next++)
            {
                if (done[next] || Find(node, at, next) is not { } step || sofar + step.Cost + 1 >= cost[next]) continue;
                (cost[next], last[next]) = (sofar + step.Cost + 1, step);
            }

            at = -1;
            for (int next = 0; next < events; next++)
            {
                if (!done[next] && cost[next] < int.MaxValue && (at < 0 || cost[next] < cost[at])) at = next;
            }

            if (at < 0) return [];
            if (at == to) break;
            (done[at], sofar) = (true, cost[at]);
        }

        var path = new List<Derivation>();
        do
        {
            path.Insert(0, last[at]!);
            at = last[at]!.From;
        }
        while (at != from);
        return path;
    }

    private static Derivation Bounded(Derivation derivation) =>
        derivation.Cost <= LongestReason ? derivation : derivation with { Cost = LongestReason, Parts = [] };

    private BitMatrix Relation(int node)
    {
        var key = (graph.IsOpen(node) ? steps : 0, node);
        if (!relations.TryGetValue(key, out BitMatrix? relation)) relations.Add(key, relation = values.Relation(node));
        return relation;
    }

    private Derivation Take(int node, int from, int to)
    {
        RelationGraph.Node n = graph[node];
        switch (n.Kind)
        {
            case NodeKind.Union:
                return Cheapest(node, from, to, graph.Operands(node).Select(o => Find(o, from, to)));
            case NodeKind.Intersect:
                bool turned = IsFilter(n.A) && !IsFilter(n.B);
                Derivation first = Find(turned ? n.B : n.A, from, to)!, second = Find(turned ? n.A : n.B, from, to)!;
                if (!IsFilter(n.A) && !IsFilter(n.B) && second.Cost > first.Cost) (first, second) = (second, first);
                return Of(node, from, to, first.Cost, first, second);
            case NodeKind.Difference:
            case NodeKind.RestrictRange:
                return Of(node, from, to, Find(n.A, from, to)!);
            case NodeKind.RestrictDomain:
                return Of(node, from, to, Find(n.B, from, to)!);
            case NodeKind.Inverse:
                return Of(node, from, to, Find(n.A, to, from)!);
            case NodeKind.Optional:
                return from == to ? new Derivation(node, from, to, 0, []) : Of(node, from, to, Find(n.A, from, to)!);
            case NodeKind.Sequence:
                return Cheapest(node, from, to, Enumerable.Range(0, events).Select(between => Join(n, from, between, to)));
            case NodeKind.Plus:
                IReadOnlyList<Derivation> path = Path(n.A, from, to);
                return new Derivation(node, from, to, path.Sum(p => p.Cost), path);
            case NodeKind.Fixpoint:
                return Unfold(node, n.A, n.B, from, to);
            case NodeKind.RecursionVariable:
                return Unfold(node, from, to);
            default:
                return new Derivation(node, from, to, from == to ? 0 : 1, []);
        }
    }

    private Derivation? Join(RelationGraph.Node sequence, int from, int between, int to) =>
        Find(sequence.A, from, between) is { } first && Find(sequence.B, between, to) is { } second
            ? new Derivation(-1, from, to, first.Cost + second.Cost, [first, second])
            : null;

    private static Derivation Cheapest(int node, int from, int to, IEnumerable<Derivation?> ways)
    {
        Derivation best = ways.OfType<Derivation>().MinBy(w => w.Cost)!;
        return best.Node < 0 ? best with { Node = node } : Of(node, from, to, best);
    }

    private static Derivation Of(int node, int from, int to, Derivation part) => Of(node, from, to, part.Cost, part);

    private static Derivation Of(int node, int from, int to, int cost, params Derivation[] parts) => new(node, from, to, cost, parts);

    private Derivation Unfold(int variable, int from, int to)
    {
        int group = graph.Groups.ToList().FindIndex(g => g.Bodies.Length > 0 && g.Variables.Contains(variable));
        return Unfold(variable, group, Array.IndexOf(graph.Groups[group].Variables, variable), from, to);
    }

    private Derivation Unfold(int node, int group, int component, int from, int to)
    {
        IReadOnlyList<ulong[][]> stages = values.Stages(group);
        int stage = 1;
        while (!new BitMatrix(events, stages[stage][component])[from, to]) stage++;
        ulong[][] before = values.Assume(group, stages[stage - 1]);
        long outside = steps;
        steps = (steps * stages.Count) + stage;
        Derivation body = Find(graph.Groups[group].Bodies[component], from, to)!;
        values.Assume(group, before);
        steps = outside;
        return Of(node, from, to, body);
    }

    /// <summary>Whether a relation only selects pairs of others, and is no reason of its own.</summary>
    private bool IsFilter(int node)
    {
        RelationGraph.Node n = graph[node];
        return n.Kind switch
        {
            NodeKind.RelationLeaf => (BaseRelation)n.A is BaseRelation.Loc or BaseRelation.Internal or BaseRelation.External or BaseRelation.Id,
            NodeKind.Product or NodeKind.Complement or NodeKind.Identity => true,
            NodeKind.Union or NodeKind.Intersect or NodeKind.Difference => IsFilter(n.A) && IsFilter(n.B),
            NodeKind.RestrictRange or NodeKind.Inverse => IsFilter(n.A),
            NodeKind.RestrictDomain => IsFilter(n.B),
            _ => false,
        };
    }
}
