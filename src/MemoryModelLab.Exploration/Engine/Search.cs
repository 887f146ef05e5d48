using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Explores the execution graphs of a program, each once: TruSt (Kokologiannakis, Marmanis, Gladstein and Vafeiadis, "Truly stateless,
/// optimal dynamic partial order reduction", POPL 2022).
/// </summary>
/// <remarks>
/// <para>
/// An execution is a graph that grows event by event, in an order that is a function of the graph: the first thread that can go on. A
/// read first reads from the last store in coherence order, a write is first placed last; the alternatives are queued. A write is seen by
/// later reads; to be seen by those already there, it revisits them: what was added after the read is removed, except what the
/// write itself needs (its prefix), and the read reads from it. So that no graph is reached twice, a revisit is done from one only of the
/// graphs that differ in what is removed: the one in which all of it, and the read, is what would have been added first
/// (<see cref="IsMaximal"/>).
/// </para>
/// <para>
/// The queue holds alternatives of events in the order they were added, so the newest is always done first, after cutting the graph back
/// to its event. A revisit goes on in a graph of its own, with its own queue; nothing else is remembered, no explored graph is stored.
/// Memory is the number of graphs under way times their size.
/// </para>
/// <para>
/// Events are added first in the maximal way, which is always consistent; only alternatives can turn out not to be. Of the read and the
/// write of a read-modify-write nothing comes between, neither in the order of adding nor in coherence order.
/// </para>
/// </remarks>
internal partial class Search
{
    private readonly ConsistencyModel model;
    private readonly LocationTable locations;

    /// <summary>A search that starts from the empty graph.</summary>
    public Search(ConsistencyModel model, LocationTable locations, int width)
    {
        (this.model, this.locations) = (model, locations);
        create = () => new ExecutionGraph(width, model.HappensBefore);
        Graph = create();
    }

    /// <summary>The graph that is being extended.</summary>
    public ExecutionGraph Graph { get; private set; }

    /// <summary>Adds a fence, a start or a join.</summary>
    public int AddOther(int thread, EventKind kind, MemoryOrder order, int other, int site)
    {
        int id = Graph.Append(thread, kind, order, other, 0, site);
        model.Added(Graph, id);
        return id;
    }

    /// <summary>Adds a write, last in coherence order.</summary>
    public int AddWrite(int thread, in Access access, long value)
    {
        int id = Append(thread, EventKind.Write, access, value);
        Revisit(id, id);
        QueuePlaces(id, -1);
        Graph.Insert(id, Graph.Locations[access.Location].Last);
        return id;
    }

    /// <summary>Adds a read, of the last store in coherence order.</summary>
    public int AddRead(int thread, in Access access)
    {
        int id = Append(thread, EventKind.Read, access, 0);
        QueueSources(id, Update.None);
        ReadFrom(id, Graph.Locations[access.Location].Last);
        return id;
    }

    /// <summary>Adds a read-modify-write, of the last store in coherence order.</summary>
    public int AddUpdate(int thread, in Access access, Update update, long operand, long comparand)
    {
        int id = Append(thread, EventKind.UpdateRead, access, 0);
        ref var e = ref Graph.Events[id];
        (e.Update, e.Operand, e.Comparand) = (update, operand, comparand);
        QueueSources(id, update);
        ReadFrom(id, Graph.Locations[access.Location].Last);
        Complete(id);
        return id;
    }

    private int Append(int thread, EventKind kind, in Access access, long value)
    {
        Graph.TouchLocation(access.Location);
        int id = Graph.Append(thread, kind, access.Order, access.Location, value, access.Site);
        ref var e = ref Graph.Events[id];
        (e.Address, e.Depends, e.IsKnown, e.Part) = (access.Address, access.Depends, access.IsKnown, access.Part);
        model.Added(Graph, id);
        return id;
    }

    /// <summary>The value of a store.</summary>
    private long ValueOf(int store) => store >= 0 ? Graph.Events[store].Value : locations[~store].Initial;

    private void ReadFrom(int read, int store)
    {
        Graph.Link(read, store);
        ref var e = ref Graph.Events[read];
        e.Value = ValueOf(store);
        model.Linked(Graph, read, e.Kind == EventKind.UpdateRead && UpdateFunction.Writes(e, e.Value));
    }

    /// <summary>Queues the other stores a new read may read from.</summary>
    private void QueueSources(int read, Update update)
    {
        ref var e = ref Graph.Events[read];
        int last = Graph.Locations[e.Location].Last;
        if (last < 0 || IsSeen(last, e.Thread)) return;
        int baseline = model.Baseline(Graph, read, update != Update.None);
        bool weak = model.WeakFailure && UpdateFunction.CanFail(update);
        int failing = weak ? model.Baseline(Graph, read, false) : baseline;
        bool writing = true;
        for (int store = last; ; store = Graph.Events[store].CoPrevious)
        {
            if (store != last && (writing || !UpdateFunction.Writes(e, ValueOf(store)))) Graph.Push(new(WorkKind.ReadFrom, read, store));
            if (store == baseline) writing = false;
            if (store == failing || (!weak && store == baseline)) return;
        }
    }

    /// <summary>Queues the other places a new write may have in coherence order.</summary>
    private void QueuePlaces(int write, int revisited)
    {
        ref var e = ref Graph.Events[write];
        int last = Graph.Locations[e.Location].Last;
        if (last < 0 || IsSeen(last, e.Thread)) return;
        int baseline = model.Baseline(Graph, write, true);
        while (last != baseline)
        {
            bool taken = Graph.Events[last].Kind == EventKind.UpdateWrite;
            last = Graph.Events[last].CoPrevious;
            if (!taken) Graph.Push(new(WorkKind.Place, write, last, revisited));
        }
    }

    /// <summary>
    /// Whether a write is before whatever a thread does next, under every model: it is the thread's own, or its parent's from before it was started. Then
    /// there is nothing to choose.
    /// </summary>
    private bool IsSeen(int write, int thread)
    {
        ref var e = ref Graph.Events[write];
        var state = Graph.Threads[thread];
        return e.Thread == thread || (e.Thread == state.Parent && e.Position < state.ParentPosition);
    }

    /// <summary>
    /// Adds the write of a read-modify-write whose read has been given its store, unless it fails, and queues what it revisits. False when
    /// the graph is not consistent: another has read the same store and written, or a later store had to be seen.
    /// </summary>
    private bool Complete(int read)
    {
        ref var e = ref Graph.Events[read];
        if (e.Kind != EventKind.UpdateRead || !UpdateFunction.Writes(e, e.Value)) return true;
        int source = e.ReadsFrom;
        int rival = RivalAt(source);
        var access = new Access(e.Location, e.Order, e.Site, e.Address, e.Depends, e.IsKnown);
        int write = Append(e.Thread, EventKind.UpdateWrite, access, UpdateFunction.Result(e, e.Value, locations[e.Location].Mask));
        Revisit(write, rival < 0 ? write : rival + 1);
        if (rival >= 0) return false;
        if (Graph.Locations[access.Location].Last != source && IsAfter(model.Baseline(Graph, write, true), source)) return false;
        Graph.Insert(write, source);
        return true;
    }

    /// <summary>The read of the read-modify-write that has taken a store already, or -1.</summary>
    protected virtual int RivalAt(int store) => Graph.IsTaken(store) ? Graph.Before(Graph.CoNext(store)) : -1;

    /// <summary>Whether a store is after another in coherence order.</summary>
    private bool IsAfter(int store, int other)
    {
        while (store >= 0 && store != other)
        {
            store = Graph.Events[store].CoPrevious;
            if (store == other) return true;
        }

        return false;
    }

    /// <summary>Queues the revisits of a write that is not in coherence order yet, of reads added before <paramref name="limit"/>.</summary>
    protected virtual void Revisit(int write, int limit)
    {
        var prefix = Graph.Prefix[write];
        if (limit < write && Graph.In(limit - 1, prefix)) return;
        int location = Graph.Events[write].Location;
        for (int id = write - 1; id >= 0; id--)
        {
            if (Graph.In(id, prefix)) continue;
            if (!IsMaximal(id, prefix)) return;
            ref var e = ref Graph.Events[id];
            if (e.IsRead && e.Location == location && id < limit) Graph.Push(new(WorkKind.Revisit, write, id));
        }
    }

    /// <summary>
    /// Whether an event is as it would have been added first to the graph of those added before it and of the revisiting write's prefix:
    /// it reads from, or is, the last store of these, and none of these reads from it.
    /// </summary>
    protected virtual bool IsMaximal(int id, ReadOnlySpan<short> prefix)
    {
        ref var e = ref Graph.Events[id];
        if (!e.IsAccess) return true;
        int store = id;
        if (e.IsRead)
        {
            store = e.ReadsFrom;
            if (store > id && !Graph.In(store, prefix)) return false;
        }
        else
        {
            for (int reader = e.FirstReader; reader >= 0; reader = Graph.Events[reader].NextReader)
                if (reader < id) return false;
        }

        for (int later = Graph.CoNext(store); later >= 0; later = Graph.Events[later].CoNext)
            if (later < id || Graph.In(later, prefix)) return false;
        return true;
    }
}
