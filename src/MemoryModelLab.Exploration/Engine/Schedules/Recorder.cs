namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>Finds a schedule that leads to an execution, however it was found.</summary>
internal static class Recorder
{
    /// <summary>The steps, in an order in which each read comes after the write it reads from.</summary>
    public static List<Step> Record(ExecutionGraph graph)
    {
        List<Step> steps = [];
        int[] placed = new int[graph.Count];
        foreach (int id in CausalOrder.Of(graph))
        {
            ref var e = ref graph.Events[id];
            placed[id] = 1;
            if (e.Kind == EventKind.UpdateWrite) continue;
            int distance = 0;
            if (e.IsAccess)
            {
                int own = graph.HasWritten(e) ? graph.Threads[e.Thread].Events[e.Position + 1] : id;
                for (int later = graph.CoNext(e.IsRead ? e.ReadsFrom : id); later >= 0; later = graph.Events[later].CoNext)
                    if (later != own) distance += placed[later];
            }

            steps.Add(new Step(e.Thread, distance));
        }

        return steps;
    }
}
