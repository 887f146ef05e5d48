using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>
/// The law of the process-wide barrier: no cycle of seen accesses has at least as many barriers (two accesses of a thread around one) as
/// pairs (two accesses of a thread in program order that nothing else keeps in order).
/// </summary>
/// <remarks>
/// So a path is worth 1 for each barrier, -1 for each pair, and a cycle worth 0 or more cannot be. As the graph so far has none, the best
/// path to an access is found by improving until nothing improves; a store from which it is worth 0 or more is before the access.
/// </remarks>
internal sealed class ProcessWideBarriers
{
    private int[] worth = [];

    /// <summary>Whether a graph has such barriers.</summary>
    public static bool AreIn(ExecutionGraph graph)
    {
        for (int id = 0; id < graph.Count; id++)
            if (graph.Events[id] is { Kind: EventKind.Fence, Order: MemoryOrder.ProcessWide }) return true;
        return false;
    }

    /// <summary>All that is before an access.</summary>
    public List<int> Before(OrderModel model, ExecutionGraph graph, int id)
    {
        if (worth.Length < graph.Count) worth = new int[graph.Events.Length];
        Array.Fill(worth, int.MinValue, 0, graph.Count);
        var work = new Queue<int>();
        Improve(id, 0);
        while (work.TryDequeue(out int next))
        {
            int value = worth[next];
            foreach (int before in model.DirectlyBefore(graph, next, isNew: next == id)) Improve(before, value);
            ref var e = ref graph.Events[next];
            bool barrier = false;
            for (int at = e.Position - 1; at >= 0; at--)
            {
                int earlier = graph.Threads[e.Thread].Events[at];
                if (graph.Events[earlier] is { Kind: EventKind.Fence, Order: MemoryOrder.ProcessWide }) barrier = true;
                else if (graph.Events[earlier].IsAccess && e.IsAccess) Improve(earlier, value + (barrier ? 1 : -1));
            }
        }

        List<int> found = [];
        for (int other = 0; other < graph.Count; other++)
            if (other != id && worth[other] >= 0) found.Add(other);
        return found;

        void Improve(int before, int value)
        {
            if (value <= worth[before] || value < -graph.Count || (before == id && value >= 0 && worth[id] >= 0)) return;
            worth[before] = value;
            work.Enqueue(before);
        }
    }
}
