namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// How often threads must be interrupted for an execution to happen: the fewest changes from a thread that has not ended, and does not wait for
/// another's end, in any order of the events in which each read comes after the write it reads from. Where the model is sequential
/// consistency the order is that of an interleaving: a write also comes after the writes before it, and after those that read them.
/// </summary>
/// <remarks>
/// Whoever runs may as well run as far as it can before it is interrupted. So the orders tried are sequences of threads; one that was tried from
/// the same events with no more interruptions need not be tried again.
/// </remarks>
internal sealed class Preemptions(int bound, bool interleaves)
{
    /// <summary>
    /// Exploring with a bound needs room above it: the events that a revisit removes may have interrupted others (Marmanis, Kokologiannakis and
    /// Vafeiadis, "Reconciling preemption bounding with DPOR", TACAS 2023).
    /// </summary>
    private const int ThreadsWithoutRoom = 2;

    private readonly Dictionary<Positions, int> tried = [];
    private int limit;

    /// <summary>Whether an execution needs no more interruptions than the bound.</summary>
    public bool IsWithin(ExecutionGraph graph) => IsWithin(graph, bound);

    /// <summary>Whether the search may have to go on from a graph, to reach all executions that are within the bound.</summary>
    public bool IsNear(ExecutionGraph graph) => IsWithin(graph, bound + Math.Max(0, graph.ThreadCount - ThreadsWithoutRoom));

    private bool IsWithin(ExecutionGraph graph, int most)
    {
        limit = most;
        tried.Clear();
        return CanEnd(graph, new int[graph.ThreadCount], -1, 0);
    }

    /// <summary>Whether all events can follow, with no more interruptions than the limit.</summary>
    private bool CanEnd(ExecutionGraph graph, int[] done, int running, int count)
    {
        if (IsLast(graph, done)) return true;
        if (running >= 0 && !HasEnded(graph, done, running) && ++count > limit) return false;
        // Who ran does not matter any more: it cannot go on before another has.
        var key = new Positions(done);
        if (tried.TryGetValue(key, out int before) && before <= count) return false;
        tried[key] = count;
        for (int thread = 0; thread < done.Length; thread++)
        {
            if (thread == running) continue;
            int[] after = [.. done];
            while (after[thread] < graph.Threads[thread].Length && IsReady(graph, graph.Threads[thread].Events[after[thread]], after)) after[thread]++;
            if (after[thread] > done[thread] && CanEnd(graph, after, thread, count)) return true;
        }

        return false;
    }

    private static bool IsLast(ExecutionGraph graph, int[] done)
    {
        for (int thread = 0; thread < done.Length; thread++)
            if (done[thread] < graph.Threads[thread].Length) return false;
        return true;
    }

    /// <summary>Whether nobody is interrupted when another thread goes on: it has ended, or waits for one that has not.</summary>
    private static bool HasEnded(ExecutionGraph graph, int[] done, int thread)
    {
        var state = graph.Threads[thread];
        if (done[thread] == state.Length) return true;
        ref var e = ref graph.Events[state.Events[done[thread]]];
        return e.Kind == EventKind.Join && done[e.Location] < graph.Threads[e.Location].Length;
    }

    private bool IsReady(ExecutionGraph graph, int id, int[] done)
    {
        ref var e = ref graph.Events[id];
        if (e.Position == 0 && graph.StartOf(e.Thread) is var start && start >= 0 && !IsDone(graph, start, done)) return false;
        if (e.Kind == EventKind.Join) return done[e.Location] == graph.Threads[e.Location].Length;
        if (e.IsRead) return e.ReadsFrom < 0 || IsDone(graph, e.ReadsFrom, done);
        return !interleaves || !e.IsWrite || AreDone(graph, e, done);
    }

    /// <summary>Whether all is done that comes before a write at its location.</summary>
    private static bool AreDone(ExecutionGraph graph, in Event write, int[] done)
    {
        if (write.CoPrevious >= 0 && !IsDone(graph, write.CoPrevious, done)) return false;
        for (int reader = graph.FirstReader(write.CoPrevious); reader >= 0; reader = graph.Events[reader].NextReader)
            if (!IsDone(graph, reader, done)) return false;
        return true;
    }

    private static bool IsDone(ExecutionGraph graph, int id, int[] done) => graph.Events[id].Position < done[graph.Events[id].Thread];

    /// <summary>How far each thread is, and which runs.</summary>
    private readonly record struct Positions(int[] All)
    {
        public bool Equals(Positions other) => All.AsSpan().SequenceEqual(other.All);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (int one in All) hash.Add(one);
            return hash.ToHashCode();
        }
    }
}
