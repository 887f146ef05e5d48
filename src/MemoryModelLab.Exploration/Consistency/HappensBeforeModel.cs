using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>
/// RC11 without non-atomic and sequentially consistent accesses (Lahav et al., PLDI 2017; release sequences with the later writes of the same thread): happens-before
/// is program order and synchronisation; an access must not be before, in coherence order, what happens-before it has seen; and full
/// fences are in one order that happens-before, and from-reads, reads-from and coherence order between them, agree with
/// (<c>psc</c>). With <paramref name="everythingSynchronises"/>, the release-acquire model: all accesses acquire or release.
/// </summary>
/// <remarks>
/// Happens-before of an event is fixed by its prefix, so it is a vector clock that is computed once. The order of fences is not: it is
/// closed, when an access is added behind a fence, over a clock that holds all that happens-before some fence ordered before those the
/// access follows. What that clock has seen of the location must not be later than what the access reads.
/// </remarks>
internal sealed class HappensBeforeModel(int width, bool everythingSynchronises) : ConsistencyModel
{
    private readonly short[] seen = new short[width];
    private readonly short[] done = new short[width];

    /// <inheritdoc/>
    public override bool HappensBefore => true;

    /// <inheritdoc/>
    public override bool FencesUpdates => true;

    /// <inheritdoc/>
    public override void Added(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        var (happens, released, pending) = (graph.Happens!, graph.Released!, graph.Pending!);
        graph.StartClock(happens, id);
        e.Before = e.Chain = -1;
        if (e.Position > 0)
        {
            int before = graph.Before(id);
            (e.Before, e.Chain) = (graph.Events[before].Before, graph.Events[before].Chain);
            pending[before].CopyTo(pending[id]);
        }
        else
        {
            pending[id].Clear();
        }

        if (e.IsWrite)
        {
            if (everythingSynchronises || e.Order >= MemoryOrder.Release) happens[id].CopyTo(released[id]);
            else if (e.Chain >= 0) happens[graph.Threads[e.Thread].Events[e.Chain]].CopyTo(released[id]);
            else released[id].Clear();
            if (!everythingSynchronises && e.Order < MemoryOrder.Release) JoinReleaseSequence(graph, id);
            if (e.Kind == EventKind.UpdateWrite && graph.Events[graph.Before(id)].ReadsFrom is var source && source >= 0)
                Clocks.Join(released[id], released[source]);
        }
        else if (e.Kind == EventKind.Fence)
        {
            if (e.Order is not (MemoryOrder.Release or MemoryOrder.Plain)) Clocks.Join(happens[id], pending[id]);
            if (e.Order >= MemoryOrder.Release) e.Chain = e.Position;
            if (e.Order >= MemoryOrder.Full) e.Before = e.Position;
        }
        else if (e.Kind == EventKind.Join)
        {
            graph.JoinThread(happens, id);
        }
    }

    /// <inheritdoc/>
    public override void Linked(ExecutionGraph graph, int read, bool writes)
    {
        ref var e = ref graph.Events[read];
        Added(graph, read);
        if (e.ReadsFrom < 0) return;
        bool acquires = everythingSynchronises || e.Order is MemoryOrder.Acquire or >= MemoryOrder.AcquireRelease;
        Clocks.Join((acquires ? graph.Happens! : graph.Pending!)[read], graph.Released![e.ReadsFrom]);
    }

    /// <inheritdoc/>
    public override int Baseline(ExecutionGraph graph, int id, bool writes)
    {
        int location = graph.Events[id].Location;
        int before = graph.Before(id);
        if (graph.Locations[location].Last < 0 || before < 0) return ~location;
        graph.Happens![before].CopyTo(seen);
        CloseOverFences(graph);
        ClearMarks(graph);
        for (int access = graph.Locations[location].Newest; access >= 0; access = graph.Events[access].PreviousAtLocation)
        {
            if (access == id || !graph.In(access, seen)) continue;
            int store = graph.Events[access].IsWrite ? access : graph.Events[access].ReadsFrom;
            if (store >= 0) Mark(store);
        }

        return LastMarked(graph, location);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(int Before, bool Always)> KeptBefore(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        bool always = e.Kind is EventKind.Start or EventKind.Join;
        bool released = e.IsWrite && (everythingSynchronises || e.Order >= MemoryOrder.Release);
        List<(int, bool)> kept = [];
        for (int at = e.Position - 1; at >= 0; at--)
        {
            int before = graph.Threads[e.Thread].Events[at];
            ref var earlier = ref graph.Events[before];
            always |= earlier.Kind is EventKind.Start or EventKind.Join || earlier is { Kind: EventKind.Fence, Order: >= MemoryOrder.Full };
            bool acquired = earlier.IsRead && (everythingSynchronises || earlier.Order is MemoryOrder.Acquire or >= MemoryOrder.AcquireRelease);
            released |= earlier is { Kind: EventKind.Fence, Order: not MemoryOrder.Plain };
            if (always || released || acquired) kept.Add((before, always));
        }

        if (e.Kind == EventKind.Join && graph.Threads[e.Location] is { Length: > 0 } joined) kept.Add((joined.Events[joined.Length - 1], true));
        if (graph.StartOf(e.Thread) is >= 0 and var start) kept.Add((start, true));
        return kept;
    }

    /// <summary>A write goes on with the release sequence of an earlier release of its thread to the same location.</summary>
    private static void JoinReleaseSequence(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        for (int access = e.PreviousAtLocation; access >= 0; access = graph.Events[access].PreviousAtLocation)
        {
            ref var earlier = ref graph.Events[access];
            if (earlier.Thread != e.Thread || !earlier.IsWrite || earlier.Order < MemoryOrder.Release) continue;
            Clocks.Join(graph.Released![id], graph.Happens![access]);
            return;
        }
    }

    /// <summary>Adds to <see cref="seen"/> all that happens-before a fence that is before, in the order of fences, one it contains.</summary>
    private void CloseOverFences(ExecutionGraph graph)
    {
        Span<short> fences = stackalloc short[width];
        fences.Clear();
        AddFences(graph, seen, fences);
        if (!fences.ContainsAnyExcept((short)0)) return;
        ClearMarks(graph);
        Array.Clear(done);
        for (bool more = true; more;)
        {
            more = false;
            for (int thread = 0; thread < graph.ThreadCount; thread++)
            {
                for (; done[thread] < fences[thread]; done[thread]++)
                {
                    more = true;
                    AddEarlier(graph, graph.Threads[thread].Events[done[thread]], fences);
                }
            }
        }

        Clocks.Join(seen, fences);
    }

    /// <summary>Adds the fences that happen before some access that is before this one at its location.</summary>
    private void AddEarlier(ExecutionGraph graph, int id, Span<short> fences)
    {
        ref var e = ref graph.Events[id];
        if (!e.IsAccess) return;
        int store = id;
        if (e.IsRead)
        {
            store = e.ReadsFrom;
            if (store < 0) return;
            AddFences(graph, graph.Happens![store], fences);
        }

        while (store >= 0)
        {
            store = graph.Events[store].CoPrevious;
            if (store >= 0)
            {
                if (!Mark(store)) return;
                AddFences(graph, graph.Happens![store], fences);
            }

            for (int reader = graph.FirstReader(store); reader >= 0; reader = graph.Events[reader].NextReader)
                AddFences(graph, graph.Happens![reader], fences);
        }
    }

    /// <summary>Adds what happens before the full fences in a clock.</summary>
    private static void AddFences(ExecutionGraph graph, ReadOnlySpan<short> clock, Span<short> fences)
    {
        for (int thread = 0; thread < graph.ThreadCount; thread++)
        {
            if (clock[thread] <= fences[thread]) continue;
            var events = graph.Threads[thread].Events;
            int fence = graph.Events[events[clock[thread] - 1]].Before;
            if (fence >= fences[thread]) Clocks.Join(fences, graph.Happens![events[fence]]);
        }
    }
}
