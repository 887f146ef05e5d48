using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// The pairs of accesses that would have had to stay in program order for an execution not to be: those the model does not keep, on a cycle of
/// program order, reads-from, coherence order and from-reads that has the fewest of them. An execution without a cycle is one of sequential
/// consistency: threads only interleave.
/// </summary>
internal sealed class UnkeptOrder
{
    private const int MostEvents = 400;
    private const long Unkept = 1_000_000;
    private const long PartlyKept = 1_000;
    private const long Unreached = long.MaxValue / 2;

    private readonly ExecutionGraph graph;
    private readonly List<(int To, long Cost, bool IsProgramOrder)>[] edges;

    private UnkeptOrder(RecordedGraph recorded)
    {
        var (model, built) = recorded.Build();
        graph = built;
        edges = new List<(int, long, bool)>[graph.Count];
        for (int id = 0; id < graph.Count; id++) edges[id] = [];
        for (int id = 0; id < graph.Count; id++)
        {
            AddProgramOrder(id, model.KeptBefore(graph, id));
            AddSeen(id);
        }
    }

    /// <summary>The pairs by their numbers in reports; empty where there is no cycle, null of an execution too long to look at.</summary>
    public static IReadOnlyList<(int First, int Second)>? Of(RecordedGraph recorded) =>
        recorded.Events.Count > MostEvents ? null : new UnkeptOrder(recorded).Find();

    private void AddProgramOrder(int id, IReadOnlyList<(int Before, bool Always)> kept)
    {
        ref var e = ref graph.Events[id];
        foreach ((int before, bool always) in kept) edges[before].Add((id, always ? 1 : PartlyKept, true));
        HashSet<int> known = [.. kept.Select(pair => pair.Before)];
        bool barrier = false;
        for (int at = e.Position - 1; at >= 0; at--)
        {
            int before = graph.Threads[e.Thread].Events[at];
            barrier |= graph.Events[before] is { Kind: EventKind.Fence, Order: MemoryOrder.ProcessWide };
            if (!known.Contains(before) && e.IsAccess && graph.Events[before].IsAccess) edges[before].Add((id, barrier ? 1 : Unkept, true));
        }
    }

    /// <summary>What other threads see: what a read reads from, what a write is after, and what reads that comes before it.</summary>
    private void AddSeen(int id)
    {
        ref var e = ref graph.Events[id];
        if (e.IsRead && e.ReadsFrom >= 0) AddBetween(e.ReadsFrom, id);
        if (!e.IsWrite) return;
        for (int store = e.CoPrevious; ; store = graph.Events[store].CoPrevious)
        {
            if (store >= 0) AddBetween(store, id);
            for (int reader = graph.FirstReader(store); reader >= 0; reader = graph.Events[reader].NextReader) AddBetween(reader, id);
            if (store < 0) return;
        }
    }

    private void AddBetween(int from, int to)
    {
        if (graph.Events[from].Thread != graph.Events[to].Thread) edges[from].Add((to, 1, false));
    }

    private List<(int First, int Second)> Find()
    {
        long best = Unreached;
        List<(int From, int To, long Cost, bool IsProgramOrder)> cycle = [];
        for (int start = 0; start < graph.Count; start++)
        {
            if (edges[start].Any(edge => edge.IsProgramOrder) && ShortestThrough(start, best) is { } found) (best, cycle) = found;
        }

        long missing = cycle.Any(edge => edge.Cost == Unkept) ? Unkept : PartlyKept;
        return [.. cycle.Where(edge => edge.Cost == missing).Select(edge => (edge.From, edge.To)).OrderBy(pair => graph.Events[pair.From].Thread)];
    }

    /// <summary>The cheapest cycle through an event, if it is cheaper than what is known.</summary>
    private (long Cost, List<(int, int, long, bool)> Cycle)? ShortestThrough(int start, long best)
    {
        long[] cost = new long[graph.Count];
        var by = new (int From, long Cost, bool IsProgramOrder)[graph.Count];
        Array.Fill(cost, Unreached);
        var queue = new PriorityQueue<int, long>();
        queue.Enqueue(start, 0);
        while (queue.TryDequeue(out int next, out long reached))
        {
            if (next == start && reached > 0) break;
            if (next != start && reached > cost[next]) continue;
            foreach ((int to, long own, bool isProgramOrder) in edges[next])
            {
                if (reached + own >= Math.Min(cost[to], best)) continue;
                cost[to] = reached + own;
                by[to] = (next, own, isProgramOrder);
                queue.Enqueue(to, reached + own);
            }
        }

        if (cost[start] >= best) return null;
        List<(int, int, long, bool)> cycle = [];
        int at = start;
        do
        {
            cycle.Add((by[at].From, at, by[at].Cost, by[at].IsProgramOrder));
            at = by[at].From;
        }
        while (at != start);
        cycle.Reverse();
        return (cost[start], cycle);
    }
}
