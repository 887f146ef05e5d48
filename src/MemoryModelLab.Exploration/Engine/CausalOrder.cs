namespace MemoryModelLab.Exploration.Engine;

/// <summary>The events of a graph in an order that agrees with program order and with what reads from what.</summary>
internal static class CausalOrder
{
    /// <summary>The order in which threads are followed as far as they go, one after the other.</summary>
    public static List<int> Of(ExecutionGraph graph)
    {
        List<int> order = [];
        int[] next = new int[graph.ThreadCount];
        while (order.Count < graph.Count)
        {
            for (int thread = 0; thread < graph.ThreadCount; thread++)
            {
                var state = graph.Threads[thread];
                for (; next[thread] < state.Length && IsReady(graph, state.Events[next[thread]], next); next[thread]++) order.Add(state.Events[next[thread]]);
            }
        }

        return order;
    }

    /// <summary>Whether all that an event needs comes before it.</summary>
    private static bool IsReady(ExecutionGraph graph, int id, int[] next)
    {
        ref var e = ref graph.Events[id];
        if (e.Position == 0 && graph.StartOf(e.Thread) is var start && start >= 0 && !IsPlaced(graph, start, next)) return false;
        if (e.IsRead) return e.ReadsFrom < 0 || IsPlaced(graph, e.ReadsFrom, next);
        return e.Kind != EventKind.Join || next[e.Location] == graph.Threads[e.Location].Length;
    }

    private static bool IsPlaced(ExecutionGraph graph, int id, int[] next) => graph.Events[id].Position < next[graph.Events[id].Thread];
}
