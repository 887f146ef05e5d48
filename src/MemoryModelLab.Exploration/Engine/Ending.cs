namespace MemoryModelLab.Exploration.Engine;

/// <summary>How an execution that cannot go on has ended.</summary>
/// <param name="graph">The execution.</param>
/// <param name="locations">The program's locations.</param>
internal readonly struct Ending(ExecutionGraph graph, LocationTable locations)
{
    /// <summary>Whether a thread was stopped by the bound on its operations.</summary>
    public bool IsCutShort()
    {
        for (int i = 0; i < graph.ThreadCount; i++)
            if (graph.Threads[i].Status == ThreadStatus.CutShort) return true;
        return false;
    }

    /// <summary>Whether all started threads have ended, or those that have not are in the background, and wait for what nobody will do.</summary>
    public bool IsComplete()
    {
        for (int i = 0; i < graph.ThreadCount; i++)
        {
            var state = graph.Threads[i];
            if (state.Status == ThreadStatus.CutShort) return false;
            if (state.Status is ThreadStatus.Blocked or ThreadStatus.Joining && (!IsInBackground(i) || MayGoOn(state))) return false;
        }

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
            if (MayGoOn(state)) return null;
            waiting.Add($"thread {i} waits for a change of {locations[graph.Events[state.Events[state.Length - 1]].Location].Name}");
        }

        return string.Join("; ", waiting);
    }

    private bool IsInBackground(int thread) => graph.StartOf(thread) is var start and >= 0 && graph.Events[start].Value != 0;

    /// <summary>Whether a thread that waits for a change of what it read has read what is overwritten.</summary>
    private bool MayGoOn(ThreadState state)
    {
        if (state.Status != ThreadStatus.Blocked) return false;
        for (int at = state.Waiting; at < state.Length; at++)
        {
            ref var e = ref graph.Events[state.Events[at]];
            if (e.IsRead && graph.IsOverwritten(e)) return true;
        }

        return false;
    }
}
