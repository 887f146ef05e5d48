using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// A copy of an execution graph, event by event in causal order, that can be built again: under the model it is of, and with accesses that keep
/// more order than they did. So it can be asked of an execution whether a change of the program would forbid it, without running anything.
/// </summary>
/// <remarks>A model decides on each event as it is added at its thread's end, and an execution is consistent when each of its prefixes is.</remarks>
internal sealed class RecordedGraph
{
    private readonly Event[] events;
    private readonly ThreadState[] threads;
    private readonly int locationCount;
    private readonly int width;
    private readonly Func<ConsistencyModel> createModel;
    private readonly Lazy<IReadOnlyList<(int First, int Second)>?> unkept;

    /// <summary>Copies a graph whose exploration is to go on.</summary>
    public RecordedGraph(ExecutionGraph graph, LocationTable locations, Func<ConsistencyModel> createModel)
    {
        (this.createModel, Locations, locationCount, width) = (createModel, locations, graph.LocationCount, graph.Prefix.Width);
        unkept = new(() => UnkeptOrder.Of(this));
        List<int> order = CausalOrder.Of(graph);
        int[] numbers = new int[graph.Count];
        for (int i = 0; i < order.Count; i++) numbers[order[i]] = i;
        events = [.. order.Select(id => graph.Events[id])];
        foreach (ref var e in events.AsSpan())
        {
            if (e.IsRead && e.ReadsFrom >= 0) e.ReadsFrom = numbers[e.ReadsFrom];
            if (e.IsWrite && e.CoPrevious >= 0) e.CoPrevious = numbers[e.CoPrevious];
        }

        threads = new ThreadState[graph.ThreadCount];
        for (int thread = 0; thread < threads.Length; thread++)
        {
            threads[thread] = new ThreadState();
            threads[thread].CopyHead(graph.Threads[thread]);
        }
    }

    /// <summary>The events, by their numbers in reports. A read's source, and what a write is after, are such numbers.</summary>
    public IReadOnlyList<Event> Events => events;

    /// <summary>What is known of the locations.</summary>
    public LocationTable Locations { get; }

    /// <summary><see cref="UnkeptOrder"/>.</summary>
    public IReadOnlyList<(int First, int Second)>? Unkept => unkept.Value;

    /// <summary>How many threads a clock has room for.</summary>
    public int Width => width;

    /// <summary>The model, and the graph as it was.</summary>
    public (ConsistencyModel Model, ExecutionGraph Graph) Build()
    {
        var model = createModel();
        return (model, Build(model, static (in e) => new Reinforcement(e.Order, false)) ?? throw new InvalidOperationException("a recorded execution is not consistent"));
    }

    /// <summary>The model, and the graph with accesses reinforced; null when the model forbids it.</summary>
    public (ConsistencyModel Model, ExecutionGraph Graph)? Build(Reinforcing reinforce)
    {
        var model = createModel();
        return Build(model, reinforce) is { } graph ? (model, graph) : null;
    }

    private ExecutionGraph? Build(ConsistencyModel model, Reinforcing reinforce)
    {
        var graph = new ExecutionGraph(width, model.HappensBefore);
        graph.TouchThread(threads.Length - 1);
        graph.TouchLocation(locationCount - 1);
        for (int thread = 0; thread < threads.Length; thread++)
        {
            graph.Threads[thread].CopyHead(threads[thread]);
            graph.Threads[thread].Twin = -1;
        }

        int[] ids = new int[events.Length];
        for (int number = 0; number < events.Length; number++)
        {
            ref var e = ref events[number];
            var changed = reinforce(e);
            if (changed.IsFenced && e.IsRead) AddFence(model, graph, e);
            ids[number] = Append(model, graph, e, changed.Order);
            if (e.Kind == EventKind.Start) graph.Threads[e.Location].ParentPosition = graph.Events[ids[number]].Position;
            if (e.IsRead ? !Link(model, graph, ids, number) : e.IsWrite && !Insert(model, graph, ids, number)) return null;
            if (changed.IsFenced && e.IsWrite) AddFence(model, graph, e);
        }

        return graph;
    }

    private static void AddFence(ConsistencyModel model, ExecutionGraph graph, in Event beside)
    {
        if (model.HasFences) model.Added(graph, graph.Append(beside.Thread, EventKind.Fence, MemoryOrder.Full, (int)MemoryOrder.Full, 0, beside.Site));
    }

    private static int Append(ConsistencyModel model, ExecutionGraph graph, in Event e, MemoryOrder order)
    {
        int id = graph.Append(e.Thread, e.Kind, order, e.Location, e.Value, e.Site);
        ref var added = ref graph.Events[id];
        (added.Address, added.Depends, added.IsKnown, added.Part) = (e.Address, e.Depends, e.IsKnown, e.Part);
        (added.Update, added.Operand, added.Comparand) = (e.Update, e.Operand, e.Comparand);
        model.Added(graph, id);
        return id;
    }

    private bool Link(ConsistencyModel model, ExecutionGraph graph, int[] ids, int number)
    {
        ref var e = ref events[number];
        int store = e.ReadsFrom < 0 ? e.ReadsFrom : ids[e.ReadsFrom];
        bool writes = e.Kind == EventKind.UpdateRead && UpdateFunction.Writes(e, e.Value);
        bool seen = e.Kind == EventKind.UpdateRead && (writes || !model.WeakFailure || e.Update != Update.CompareExchange);
        if (IsAfter(graph, model.Baseline(graph, ids[number], seen), store)) return false;
        graph.Link(ids[number], store);
        model.Linked(graph, ids[number], writes);
        return true;
    }

    /// <summary>Puts a write where it was among those that are there already.</summary>
    private bool Insert(ConsistencyModel model, ExecutionGraph graph, int[] ids, int number)
    {
        int before = events[number].CoPrevious;
        while (before > number) before = events[before].CoPrevious;
        int store = before < 0 ? before : ids[before];
        if (IsAfter(graph, model.Baseline(graph, ids[number], true), store)) return false;
        graph.Insert(ids[number], store);
        return true;
    }

    private static bool IsAfter(ExecutionGraph graph, int store, int other)
    {
        while (store >= 0 && store != other)
        {
            store = graph.Events[store].CoPrevious;
            if (store == other) return true;
        }

        return false;
    }
}
