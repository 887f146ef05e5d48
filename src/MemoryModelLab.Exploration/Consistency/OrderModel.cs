using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>
/// The multi-copy atomic models: coherence, and one order of all that is seen — the pairs each thread keeps in order, and reads-from,
/// coherence and from-reads — without a cycle. A model of this kind is which pairs are kept.
/// </summary>
/// <remarks>
/// An access just added, at its thread's end, can only close a cycle by being before, in coherence order, a store that is ordered before
/// it. So one walk backwards from the access finds all that is ordered before it, and the last such store is the baseline.
/// </remarks>
internal abstract class OrderModel : ConsistencyModel
{
    private readonly int[] frontier;
    private int[] stack = new int[64];
    private int height;
    private bool hasBarriers;

    /// <summary>A model for programs of at most that many threads.</summary>
    protected OrderModel(int width) => frontier = new int[width];

    /// <inheritdoc/>
    public override int Baseline(ExecutionGraph graph, int id, bool writes)
    {
        int location = graph.Events[id].Location;
        if (graph.Locations[location].Last < 0) return ~location;
        Clear(graph);
        PushKept(graph, id);
        FollowAll(graph);
        MarkCoherent(graph, id);
        return LastMarked(graph, location);
    }

    /// <inheritdoc/>
    public override void ForgetMarks(ExecutionGraph graph)
    {
        Clear(graph);
        hasBarriers = ProcessWideBarriers.AreIn(graph);
    }

    /// <summary>Marks what the model orders before an event; or, where process-wide barriers order too, all that could be.</summary>
    public override void MarkBefore(ExecutionGraph graph, int id)
    {
        if (hasBarriers)
        {
            base.MarkBefore(graph, id);
            return;
        }

        Push(id);
        FollowAll(graph);
    }

    /// <summary>The baseline where process-wide barriers order accesses too.</summary>
    protected int LastBeyond(ProcessWideBarriers barriers, ExecutionGraph graph, int id)
    {
        var before = barriers.Before(this, graph, id);
        ClearMarks(graph);
        foreach (int earlier in before) Mark(earlier);
        MarkCoherent(graph, id);
        return LastMarked(graph, graph.Events[id].Location);
    }

    /// <summary>The events that are before another by a kept pair or by what is seen.</summary>
    internal int[] DirectlyBefore(ExecutionGraph graph, int id, bool isNew)
    {
        Clear(graph);
        if (!isNew) PushSeen(graph, id);
        PushKept(graph, id);
        return stack[..height];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(int Before, bool Always)> KeptBefore(ExecutionGraph graph, int id) =>
        [.. DirectlyBefore(graph, id, isNew: true).Select(before => (before, true))];

    /// <summary>Pushes the events that an event's thread keeps before it.</summary>
    protected internal virtual void PushKept(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        PushThread(graph, e.Thread, e.Before);
        if (e.Chain >= 0) Push(graph.Threads[e.Thread].Events[e.Chain]);
        if (e.Kind == EventKind.Join) PushThread(graph, e.Location, graph.Threads[e.Location].Length);
        int start = graph.StartOf(e.Thread);
        if (start >= 0) Push(start);
    }

    /// <summary>Pushes the events of other threads that are seen to be before an event.</summary>
    protected virtual void PushSeen(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        if (e.IsRead)
        {
            if (e.ReadsFrom >= 0 && graph.Events[e.ReadsFrom].Thread != e.Thread) Push(e.ReadsFrom);
        }
        else if (e.IsWrite && e.CoPrevious != Store.None)
        {
            if (e.CoPrevious >= 0) Push(e.CoPrevious);
            for (int reader = graph.FirstReader(e.CoPrevious); reader >= 0; reader = graph.Events[reader].NextReader) Push(reader);
        }
    }

    /// <summary>Marks the stores that accesses of the same thread to the same location have seen before.</summary>
    protected virtual void MarkCoherent(ExecutionGraph graph, int id)
    {
        int thread = graph.Events[id].Thread;
        for (int access = graph.Events[id].PreviousAtLocation; access >= 0; access = graph.Events[access].PreviousAtLocation)
        {
            ref var e = ref graph.Events[access];
            if (e.Thread != thread) continue;
            if (e.IsWrite) Mark(access);
            else if (e.ReadsFrom >= 0) Mark(e.ReadsFrom);
            return;
        }
    }

    /// <summary>Pushes an event, once.</summary>
    protected void Push(int id)
    {
        if (Mark(id)) stack[height++] = id;
    }

    /// <summary>Pushes the first events of a thread.</summary>
    protected void PushThread(ExecutionGraph graph, int thread, int count)
    {
        if (frontier[thread] >= count) return;
        var events = graph.Threads[thread].Events;
        for (int position = frontier[thread]; position < count; position++) Push(events[position]);
        frontier[thread] = count;
    }

    private void Clear(ExecutionGraph graph)
    {
        ClearMarks(graph);
        if (stack.Length < graph.Events.Length) stack = new int[graph.Events.Length];
        Array.Clear(frontier);
        height = 0;
    }

    private void FollowAll(ExecutionGraph graph)
    {
        while (height > 0)
        {
            int next = stack[--height];
            PushSeen(graph, next);
            PushKept(graph, next);
        }
    }
}
