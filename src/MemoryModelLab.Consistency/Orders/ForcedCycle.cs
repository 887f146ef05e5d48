using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>A cycle of forced edges, and what forced them.</summary>
/// <param name="accesses">The history.</param>
/// <param name="edges">The edges, each forced by edges before it.</param>
/// <param name="next">Of each operation, the edges that begin there.</param>
/// <param name="position">Of each operation, its place in its session, from 1.</param>
internal sealed class ForcedCycle(Accesses accesses, List<ForcedEdge> edges, List<int>[] next, int[] position)
{
    private const int MostTries = 32;
    private const int MostExpanded = 256;
    private const int InSession = -1;

    /// <summary>The shortest cycle found, in words, with all operations that force its edges.</summary>
    /// <param name="missing">Of each operation, how much before it is in a cycle or behind one; 0 for what is not.</param>
    public Contradiction Explain(int[] missing)
    {
        int[] component = CyclicPart.Smallest(missing.Length, i => missing[i] > 0, Next);
        List<(int From, int To, int Edge)> cycle = CyclicPart.ShortestCycle(component, (node, within) => Path(node, node, edges.Count, within.Contains), MostTries);
        var core = new SortedSet<int>();
        var work = new Queue<(int From, int To, int Edge)>(cycle);
        var seen = new HashSet<int>();
        while (work.TryDequeue(out (int From, int To, int Edge) step))
        {
            core.Add(step.From);
            core.Add(step.To);
            if (step.Edge == InSession || !seen.Add(step.Edge) || seen.Count > MostExpanded) continue;
            ForcedEdge edge = edges[step.Edge];
            if (edge.Kind == ForcedEdgeKind.Given) continue;
            core.Add(edge.Read);
            if (accesses.Source[edge.Read] >= 0) core.Add(accesses.Source[edge.Read]);
            (int from, int to) = edge.Kind == ForcedEdgeKind.Overwritten ? (edge.From, edge.Read) : (accesses.Source[edge.Read], edge.To);
            if (edge.Kind == ForcedEdgeKind.Returned || from < 0) continue;
            foreach ((int From, int To, int Edge) before in Path(from, to, step.Edge, _ => true) ?? []) work.Enqueue(before);
        }

        return new Contradiction([.. core], string.Join("; ", cycle.Select(Sentence)));
    }

    private IEnumerable<int> Next(int at)
    {
        int[] session = accesses.Sessions[accesses.SessionOf(at)];
        if (position[at] < session.Length) yield return session[position[at]];
        foreach (int edge in next[at]) yield return edges[edge].To;
    }

    /// <summary>A shortest way along sessions and the first edges.</summary>
    private List<(int From, int To, int Edge)>? Path(int from, int to, int count, Func<int, bool> isAllowed)
    {
        var by = new Dictionary<int, (int From, int Edge)>();
        var queue = new Queue<int>([from]);
        bool isFound = false;
        while (queue.TryDequeue(out int at))
        {
            int[] session = accesses.Sessions[accesses.SessionOf(at)];
            if (position[at] < session.Length) Visit(at, session[position[at]], InSession);
            foreach (int edge in next[at])
            {
                if (edge < count) Visit(at, edges[edge].To, edge);
            }

            if (isFound) return Back();
        }

        return null;

        List<(int From, int To, int Edge)> Back()
        {
            var path = new List<(int From, int To, int Edge)>();
            int at = to;
            do
            {
                (int before, int edge) = by[at];
                // Of steps within a session the first and the last operation say it.
                if (edge == InSession && path.Count > 0 && path[^1].Edge == InSession) path[^1] = path[^1] with { From = before };
                else path.Add((before, at, edge));
                at = before;
            }
            while (at != from);
            path.Reverse();
            return path;
        }

        void Visit(int at, int reached, int edge)
        {
            if (!isAllowed(reached) || !by.TryAdd(reached, (at, edge))) return;
            queue.Enqueue(reached);
            isFound |= reached == to;
        }
    }

    private string Sentence((int From, int To, int Edge) step)
    {
        if (step.Edge == InSession) return $"{accesses.Describe(step.From)}, then {Deed(step.To)}";
        ForcedEdge edge = edges[step.Edge];
        return edge.Kind switch
        {
            ForcedEdgeKind.Returned => accesses.Describe(edge.Read),
            ForcedEdgeKind.Given => $"{accesses.Describe(edge.From)} before {accesses.Describe(edge.To)}",
            ForcedEdgeKind.Overwritten => $"{accesses.Describe(edge.Read)} after {Value(edge.From)} was written",
            _ => $"{accesses.Describe(edge.Read)} before {Value(edge.To)} was written",
        };
    }

    private string Deed(int operation) => $"{(accesses.IsWrite(operation) ? "wrote" : "read")} {Value(operation)}";

    private string Value(int operation) => accesses.History.Describe(accesses.KeyOf(operation), accesses.History.Operations[operation].Value);
}
