using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>
/// The row of each event: time runs down. Rows are longest paths over po, rf, co and fr where these agree on a time. Where they do not,
/// in a cycle, fr is the first to point up or across, then rf and co; po always points down. So an execution that interleaving explains
/// reads top to bottom, and one it cannot explain has its threads side by side.
/// </summary>
internal static class TimeRows
{
    /// <summary>For each event its row, from 0; -1 for the initial state.</summary>
    public static int[] Of(ExecutionGraph graph, IReadOnlyList<ShownEdge> edges)
    {
        int n = graph.Events.Count;
        var steps = new List<(int From, int To, string Relation)>();
        for (int e = 1; e < n; e++)
        {
            if (graph.Events[e].Event.Thread >= 0 && graph.Events[e].Event.Thread == graph.Events[e - 1].Event.Thread) steps.Add((e - 1, e, "po"));
        }

        steps.AddRange(edges
            .Where(e => e.Relation is "rf" or "co" or "fr" && e.From != e.To && graph.Events[e.From].Event.Thread >= 0 && graph.Events[e.To].Event.Thread >= 0)
            .Select(e => (e.From, e.To, e.Relation)));
        DropCyclic(n, steps, relation => relation == "fr");
        DropCyclic(n, steps, relation => relation != "po");
        int[] row = [.. graph.Events.Select(e => e.Event.Thread < 0 ? -1 : 0)];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach ((int from, int to, _) in steps)
            {
                if (row[to] > row[from]) continue;
                row[to] = row[from] + 1;
                changed = true;
            }
        }

        return row;
    }

    /// <summary>Removes the steps that may be dropped and lie on a cycle.</summary>
    private static void DropCyclic(int n, List<(int From, int To, string Relation)> steps, Predicate<string> mayDrop)
    {
        ILookup<int, int> next = steps.ToLookup(s => s.From, s => s.To);
        bool[][] reached = new bool[n][];
        for (int start = 0; start < n; start++)
        {
            reached[start] = new bool[n];
            var open = new Stack<int>([start]);
            while (open.TryPop(out int at))
            {
                foreach (int to in next[at])
                {
                    if (reached[start][to]) continue;
                    reached[start][to] = true;
                    open.Push(to);
                }
            }
        }

        steps.RemoveAll(s => mayDrop(s.Relation) && reached[s.To][s.From]);
    }
}
