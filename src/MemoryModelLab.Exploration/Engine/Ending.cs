namespace MemoryModelLab.Exploration.Engine;

/// <summary>How an execution that cannot go on has ended.</summary>
internal readonly struct Ending(ExecutionGraph graph, LocationTable locations)
{
    /// <summary>Whether a thread was stopped by the bound on its operations.</summary>
    public bool IsCutShort()
    {
        for (int i = 0; i < graph.ThreadCount; i++)
            if (graph.Threads[i].Status == ThreadStatus.CutShort) return true;
        return false;
    }

    /// <summary>Whether all started threads have ended.</summary>
    public bool IsComplete()
    {
        for (int i = 0; i < graph.ThreadCount; i++)
            if (graph.Threads[i].Status is ThreadStatus.Blocked or ThreadStatus.Joining or ThreadStatus.CutShort) return false;
        return true;
    }

    /// <summary>
    /// In an execution that cannot go on: says who waits, when nothing can change that, because all that wait read the last store there
    /// is; null when other executions have the threads go on.
    /// </summary>
    public string? Deadlock()
    {
        List<string> waiting = [];
        for (int i = 0; i < graph.ThreadCount; i++)
        {
            var state = graph.Threads[i];
            if (state.Status == ThreadStatus.Joining) waiting.Add($"thread {i} waits for the end of thread {state.Waiting}");
            if (state.Status != ThreadStatus.Blocked) continue;
            for (int at = state.Waiting; at < state.Length; at++)
            {
                ref var e = ref graph.Events[state.Events[at]];
                if (e.IsRead && graph.IsOverwritten(e)) return null;
            }

            waiting.Add($"thread {i} waits for a change of {locations[graph.Events[state.Events[state.Length - 1]].Location].Name}");
        }

        return string.Join("; ", waiting);
    }
}
