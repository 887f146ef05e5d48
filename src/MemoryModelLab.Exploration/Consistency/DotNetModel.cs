using System.Numerics;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>
/// The .NET memory model, rule by rule as <c>litmus/models/dotnet.cat</c> has it, without executions in which a read depends on what is
/// written after it. The order of all that is seen is made of what other threads see (<c>rfe</c>, <c>coe</c>, <c>fre</c>) and of what a
/// thread keeps in order: acquires, releases, fences, the publication of an object, and dependencies.
/// </summary>
/// <remarks>
/// A program that runs does not tell what an address, a value or a branch was computed from. Where it is not said of an access, only what is
/// certain is supposed of the address of an object's field: that it comes from a read that returned the object, if the thread does not
/// know the object otherwise. If there are several such reads, the access is after what it is after whichever of them it is: the store that all of
/// them read from.
/// </remarks>
internal sealed class DotNetModel(int width, LocationTable locations, bool dependenciesAreSaid) : OrderModel(width)
{
    private readonly ProcessWideBarriers barriers = new();

    /// <inheritdoc/>
    public override bool WeakFailure => true;

    /// <inheritdoc/>
    public override void Added(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        (e.Through, e.IsAmbiguous) = (-1, false);
        if (e.IsAccess && !dependenciesAreSaid) FindSource(graph, ref e);
        SetKept(graph, ref e, e.Kind != EventKind.UpdateRead);
    }

    /// <inheritdoc/>
    public override void Linked(ExecutionGraph graph, int read, bool writes) => SetKept(graph, ref graph.Events[read], writes);

    /// <inheritdoc/>
    public override int Baseline(ExecutionGraph graph, int id, bool writes)
    {
        if (graph.Events[id].Kind == EventKind.UpdateRead) SetKept(graph, ref graph.Events[id], writes);
        if (graph.Locations[graph.Events[id].Location].Last < 0) return ~graph.Events[id].Location;
        return ProcessWideBarriers.AreIn(graph) ? LastBeyond(barriers, graph, id) : base.Baseline(graph, id, writes);
    }

    /// <inheritdoc/>
    protected internal override void PushKept(ExecutionGraph graph, int id)
    {
        base.PushKept(graph, id);
        ref var e = ref graph.Events[id];
        var events = graph.Threads[e.Thread].Events;
        if (e.IsAccess)
        {
            ulong reads = e.IsWrite ? e.Address | e.Depends : References(graph, e);
            for (; reads != 0; reads &= reads - 1) Push(events[BitOperations.TrailingZeroCount(reads)]);
            if (e.Through >= 0)
            {
                int read = events[e.Through];
                if (!e.IsAmbiguous) Push(read);
                else if (graph.Events[read].ReadsFrom is var store && store >= 0 && graph.Events[store].Thread != e.Thread) Push(store);
            }
        }

        if (e.Kind == EventKind.Fence && e.Order == MemoryOrder.Acquire)
        {
            for (int at = e.Before; at < e.Position; at++)
                if (graph.Events[events[at]].IsRead) Push(events[at]);
        }
        else if (e.IsWrite && e.Value != 0 && locations[e.Location].IsReference)
        {
            var carried = locations.Objects.CarriedBy(e.Value);
            for (int at = e.Before; at < e.Position; at++)
                if (graph.Events[events[at]] is { IsWrite: true } write && IsPublished(write, e, carried)) Push(events[at]);
        }
    }

    /// <inheritdoc/>
    protected override void PushSeen(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        if (e.IsRead)
        {
            if (e.ReadsFrom >= 0 && graph.Events[e.ReadsFrom].Thread != e.Thread) Push(e.ReadsFrom);
            return;
        }

        if (!e.IsWrite || e.CoPrevious == Store.None) return;
        for (int store = e.CoPrevious; ; store = graph.Events[store].CoPrevious)
        {
            if (store >= 0 && graph.Events[store].Thread != e.Thread) Push(store);
            for (int reader = graph.FirstReader(store); reader >= 0; reader = graph.Events[reader].NextReader)
                if (graph.Events[reader].Thread != e.Thread) Push(reader);
            if (store < 0) return;
        }
    }

    /// <summary>
    /// Marks what the thread has seen of the location. Two plain reads of an object's field that are reached through different reads need
    /// not be in order: the compiler does not know that they read the same.
    /// </summary>
    protected override void MarkCoherent(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        for (int access = e.PreviousAtLocation; access >= 0; access = graph.Events[access].PreviousAtLocation)
        {
            ref var earlier = ref graph.Events[access];
            if (earlier.Thread != e.Thread || (IsPlainFieldRead(earlier) && IsPlainFieldRead(e) && !AreReachedAlike(earlier, e))) continue;
            if (earlier.IsWrite) Mark(access);
            else if (earlier.ReadsFrom >= 0) Mark(earlier.ReadsFrom);
        }
    }

    /// <summary>
    /// Whether a write is of a field of the object that a reference written later leads to; or of the one that the object was made of, which was published by that.
    /// </summary>
    private bool IsPublished(in Event write, in Event reference, in Carried carried)
    {
        long owner = locations[write.Location].Owner;
        return owner == reference.Value || (owner != 0 && owner == carried.Target && carried.Thread == write.Thread && write.Position < carried.Position);
    }

    private bool IsPlainFieldRead(in Event e) => e.Kind == EventKind.Read && e.Order == MemoryOrder.Plain && locations[e.Location].Owner != 0;

    /// <summary>The reads of references that the event's address was computed from.</summary>
    private ulong References(ExecutionGraph graph, in Event e)
    {
        ulong references = e.Address;
        for (ulong reads = e.Address; reads != 0; reads &= reads - 1)
        {
            int at = BitOperations.TrailingZeroCount(reads);
            if (!locations[graph.Events[graph.Threads[e.Thread].Events[at]].Location].IsReference) references &= ~(1UL << at);
        }

        return references;
    }

    /// <summary>Whether two accesses have their address from the same read, or from none.</summary>
    private static bool AreReachedAlike(in Event left, in Event right) =>
        left.Address == right.Address && left.Through == right.Through && !left.IsAmbiguous && !right.IsAmbiguous;

    /// <summary>Finds the reads that an access's address can come from.</summary>
    private void FindSource(ExecutionGraph graph, ref Event e)
    {
        long owner = locations[e.Location].Owner;
        if (owner == 0) return;
        var events = graph.Threads[e.Thread].Events;
        for (int at = 0; at < e.Position; at++)
        {
            ref var read = ref graph.Events[events[at]];
            if (!read.IsRead || !locations[read.Location].IsReference) continue;
            if (read.Value != owner && locations.Objects.CarriedBy(read.Value).Target != owner) continue;
            if (e.Through < 0) e.Through = at;
            else e.IsAmbiguous = true;
            if (!e.IsKnown && graph.Events[events[e.Through]].ReadsFrom == read.ReadsFrom) continue;
            (e.Through, e.IsAmbiguous) = (-1, true);
            return;
        }
    }

    /// <summary>
    /// Notes how many events of the thread are all before this one, and the last beyond them that acquires, for itself and for what is
    /// before it.
    /// </summary>
    private static void SetKept(ExecutionGraph graph, ref Event e, bool writes)
    {
        (e.Before, e.Chain) = (0, -1);
        if (ReleasesAll(e, writes))
        {
            e.Before = e.Position;
            return;
        }

        var events = graph.Threads[e.Thread].Events;
        for (int at = e.Position - 1; at >= 0; at--)
        {
            ref var earlier = ref graph.Events[events[at]];
            if (IsFull(graph, earlier) || (e.IsWrite && earlier is { Kind: EventKind.Fence, Order: MemoryOrder.Release }))
            {
                e.Before = at + 1;
                return;
            }

            if (e.Chain < 0 && Acquires(earlier)) e.Chain = at;
        }
    }

    private static bool ReleasesAll(in Event e, bool writes) => e.Kind switch
    {
        EventKind.Read => false,
        EventKind.UpdateRead => writes && e.Order == MemoryOrder.Full,
        EventKind.Write => e.Order >= MemoryOrder.Release,
        EventKind.UpdateWrite or EventKind.Start => true,
        EventKind.Join => false,
        _ => e.Order == MemoryOrder.Full,
    };

    private static bool IsFull(ExecutionGraph graph, in Event e) => e.Kind switch
    {
        EventKind.Start => true,
        EventKind.Fence => e.Order == MemoryOrder.Full,
        EventKind.UpdateWrite => e.Order == MemoryOrder.Full,
        EventKind.UpdateRead => e.Order == MemoryOrder.Full && graph.HasWritten(e),
        _ => false,
    };

    private static bool Acquires(in Event e) => e.Kind switch
    {
        EventKind.Read or EventKind.UpdateRead => e.Order is MemoryOrder.Acquire or >= MemoryOrder.AcquireRelease,
        EventKind.Fence => e.Order == MemoryOrder.Acquire,
        EventKind.Join => true,
        _ => false,
    };
}
