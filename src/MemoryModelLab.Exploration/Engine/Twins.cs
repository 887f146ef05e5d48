namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Threads of the same code in an execution graph. Executions that differ only in which of them is which are explored once: of each such set
/// of executions, the search keeps to one (Kokologiannakis, Marmanis and Vafeiadis, "Spore: combining symmetry and partial order
/// reduction", PLDI 2024).
/// </summary>
/// <remarks>
/// <para>Twins do the same until one of them reads from another store, or one writes before the other to the same location. Up to there, and
/// including it, an event of the later twin is taken to need the corresponding one of the earlier twin, as it needs what is before it in its
/// thread: it is added after it, and whatever keeps it keeps both (<see cref="StartPrefix"/>).</para>
/// <para>Where they differ, the earlier twin is the one that reads from, or is, the store that is earlier in coherence order
/// (<see cref="IsInOrder"/>). What is added first, in the maximal way, is so: the later twin's event is added later and sees as much. And
/// what a revisit keeps is so, because it was. Hence each graph that is in order is reached through graphs that are in order.</para>
/// <para>Under models that let a read miss what is before it by program order and reads-from, the twin that reads the earlier store may need
/// another's events, and that other comes first. The order is then the one that takes, among the twins that need none that is
/// left, the one with the earliest store.</para>
/// </remarks>
internal static class Twins
{
    /// <summary>
    /// Sets an event's prefix to what is before it in its thread, and what is before the corresponding event of the twins that have done the
    /// same so far.
    /// </summary>
    public static void StartPrefix(ExecutionGraph graph, int id)
    {
        graph.StartClock(graph.Prefix, id);
        int counterpart = CounterpartOf(graph, id);
        if (counterpart < 0) return;
        // A read-modify-write is kept as a whole.
        bool hasWritten = graph.Events[counterpart].Kind == EventKind.UpdateRead && graph.HasWritten(graph.Events[counterpart]);
        Clocks.Join(graph.Prefix[id], graph.Prefix[hasWritten ? counterpart + 1 : counterpart]);
    }

    /// <summary>Whether an access, the last of its thread, keeps the order of the twins.</summary>
    public static bool IsInOrder(ExecutionGraph graph, int id)
    {
        int thread = graph.Events[id].Thread;
        int position = graph.Events[id].Position;
        for (int twin = graph.Threads[thread].Twin; twin >= 0; twin = graph.Threads[twin].Twin)
        {
            if (position >= graph.Threads[twin].Length || FirstDifference(graph, twin, thread, position) < position) continue;
            if (IsBefore(graph, id, graph.Threads[twin].Events[position]) && !NeedsAny(graph, twin, thread, position)) return false;
        }

        return true;
    }

    /// <summary>The event of the nearest twin that has done the same so far that corresponds to an event, the last of its thread; or -1.</summary>
    public static int CounterpartOf(ExecutionGraph graph, int id)
    {
        int thread = graph.Events[id].Thread;
        int position = graph.Events[id].Position;
        for (int twin = graph.Threads[thread].Twin; twin >= 0; twin = graph.Threads[twin].Twin)
            if (position < graph.Threads[twin].Length && FirstDifference(graph, twin, thread, position) == position) return graph.Threads[twin].Events[position];
        return -1;
    }

    /// <summary>The first position, before a limit, at which two twins differ; the limit if there is none.</summary>
    private static int FirstDifference(ExecutionGraph graph, int twin, int thread, int limit)
    {
        int[] left = graph.Threads[twin].Events;
        int[] right = graph.Threads[thread].Events;
        for (int position = 0; position < limit; position++)
            if (!AreAlike(graph, graph.Events[left[position]], graph.Events[right[position]])) return position;
        return limit;
    }

    /// <summary>Whether two corresponding events read from corresponding stores, or write to locations of their own.</summary>
    private static bool AreAlike(ExecutionGraph graph, in Event left, in Event right)
    {
        if (left.Kind != right.Kind) return false;
        if (!left.IsAccess) return true;
        if (left.IsWrite) return left.Location != right.Location;
        if (left.ReadsFrom == right.ReadsFrom) return true;
        if (left.Location == right.Location) return false;
        if (left.ReadsFrom < 0 || right.ReadsFrom < 0) return left.ReadsFrom < 0 && right.ReadsFrom < 0;
        ref var first = ref graph.Events[left.ReadsFrom];
        ref var second = ref graph.Events[right.ReadsFrom];
        return first.Thread == left.Thread && second.Thread == right.Thread && first.Position == second.Position;
    }

    /// <summary>Whether the store an access reads from, or is, is before that of the other in the coherence order of one location.</summary>
    private static bool IsBefore(ExecutionGraph graph, int access, int other)
    {
        ref var left = ref graph.Events[access];
        ref var right = ref graph.Events[other];
        if (!left.IsAccess || left.Kind != right.Kind || left.Location != right.Location) return false;
        int store = left.IsRead ? left.ReadsFrom : access;
        int later = right.IsRead ? right.ReadsFrom : other;
        while (later >= 0 && later != store)
        {
            later = graph.Events[later].CoPrevious;
            if (later == store) return true;
        }

        return false;
    }

    /// <summary>Whether, where they differ, a thread needs events of any of its twins from one on: by program order and reads-from alone.</summary>
    private static bool NeedsAny(ExecutionGraph graph, int from, int thread, int position)
    {
        for (int twin = graph.Threads[thread].Twin; ; twin = graph.Threads[twin].Twin)
        {
            int difference = FirstDifference(graph, twin, thread, Math.Min(position, graph.Threads[twin].Length));
            if (Needed(graph, graph.Threads[thread].Events[difference])[twin] > difference) return true;
            if (twin == from) return false;
        }
    }

    /// <summary>How many events of each thread an event needs.</summary>
    private static int[] Needed(ExecutionGraph graph, int id)
    {
        int[] needed = new int[graph.ThreadCount];
        var left = new Stack<int>([id]);
        while (left.TryPop(out int next))
        {
            var (thread, position) = (graph.Events[next].Thread, graph.Events[next].Position);
            for (int at = needed[thread]; at <= position; at++)
            {
                ref var e = ref graph.Events[graph.Threads[thread].Events[at]];
                if (e.IsRead && e.ReadsFrom >= 0) left.Push(e.ReadsFrom);
                if (e.Kind == EventKind.Join && graph.Threads[e.Location].Length > 0) left.Push(graph.Threads[e.Location].Events[graph.Threads[e.Location].Length - 1]);
            }

            if (needed[thread] == 0 && graph.StartOf(thread) is var start && start >= 0) left.Push(start);
            needed[thread] = Math.Max(needed[thread], position + 1);
        }

        return needed;
    }
}
