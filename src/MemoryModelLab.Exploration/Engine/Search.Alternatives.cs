namespace MemoryModelLab.Exploration.Engine;

/// <content>The order in which alternatives are taken, and the graphs that revisits go on in.</content>
internal partial class Search
{
    private readonly GraphRestriction restriction = new();
    private readonly Func<ExecutionGraph> create;
    private readonly List<ExecutionGraph> suspended = [];
    private readonly List<int> start = [];
    private readonly Stack<ExecutionGraph> free = new();

    /// <summary>Turns to the next alternative; false when all has been explored.</summary>
    public bool Next()
    {
        while (true)
        {
            if (Graph.WorkCount == Graph.WorkFloor)
            {
                if (suspended.Count == 0) return false;
                free.Push(Graph);
                Graph = suspended[^1];
                suspended.RemoveAt(suspended.Count - 1);
                continue;
            }

            int index = --Graph.WorkCount;
            var item = Graph.Work[index];
            if (item.Kind == WorkKind.Revisit) Graph.Path.Leave(index);
            else Graph.Path.Enter(index);
            Graph.Cut(item.Event);
            if (Apply(item, index)) return true;
        }
    }

    /// <summary>Begins anew with the empty graph.</summary>
    public void Restart()
    {
        start.Clear();
        while (suspended.Count > 0) Drop();
        Graph.Clear();
    }

    /// <summary>
    /// Takes one of the alternatives queued since <see cref="Restart"/> or the last time, and forgets the others; false when it is not
    /// consistent.
    /// </summary>
    public bool Take(int number)
    {
        start.Add(number);
        var item = Graph.Work[number];
        Graph.WorkCount = 0;
        Graph.Cut(item.Event);
        bool consistent = Apply(item, 0);
        while (suspended.Count > 0) Drop();
        Graph.Path.Restart(0);
        return consistent;
    }

    /// <summary>Gives away the alternative that has waited longest, as its path; null if there is none.</summary>
    public int[]? GiveAway()
    {
        List<int> path = [.. start];
        for (int level = 0; level <= suspended.Count; level++)
        {
            var graph = level < suspended.Count ? suspended[level] : Graph;
            if (graph.WorkFloor < graph.WorkCount)
            {
                graph.Path.AddTo(path, graph.WorkFloor++);
                return [.. path];
            }

            if (level < suspended.Count) graph.Path.AddTo(path, level + 1 < suspended.Count ? suspended[level + 1].Path.Origin : Graph.Path.Origin);
        }

        return null;
    }

    /// <summary>Forgets the graph below the one at hand.</summary>
    private void Drop()
    {
        free.Push(suspended[^1]);
        suspended.RemoveAt(suspended.Count - 1);
    }

    /// <summary>Takes an alternative of the graph cut back to its event; false when it is not consistent.</summary>
    protected bool Apply(WorkItem item, int index)
    {
        switch (item.Kind)
        {
            case WorkKind.ReadFrom:
                Graph.Unlink(item.Event);
                Graph.Threads[Graph.Events[item.Event].Thread].Status = ThreadStatus.Runnable;
                ReadFrom(item.Event, item.Other);
                return Complete(item.Event);
            case WorkKind.Place:
                Graph.Remove(item.Event);
                Graph.Insert(item.Event, item.Other);
                if (item.Revisited < 0) return true;
                return CanSee(item.Revisited) && Complete(item.Revisited);
            default:
                return Branch(item.Event, item.Other, index);
        }
    }

    /// <summary>Goes on in a graph of its own, in which a write has revisited a read.</summary>
    private bool Branch(int write, int read, int index)
    {
        var from = Graph;
        var to = free.Count > 0 ? free.Pop() : create();
        restriction.Copy(from, to, read, write);
        to.Path.Restart(index);
        suspended.Add(from);
        Graph = to;
        ref var original = ref from.Events[write];
        var access = new Access(original.Location, original.Order, original.Site, original.Address, original.Depends);
        int copy = Append(original.Thread, original.Kind, access, original.Value);
        int place = Graph.Locations[access.Location].Last;
        if (original.Kind == EventKind.UpdateWrite)
        {
            place = Graph.Events[Graph.Before(copy)].ReadsFrom;
            if (RivalAt(place) >= 0) return false;
            if (Graph.Locations[access.Location].Last != place && IsAfter(model.Baseline(Graph, copy, true), place)) return false;
        }
        else
        {
            QueuePlaces(copy, read);
        }

        Graph.Insert(copy, place);
        ReadFrom(read, copy);
        return (Graph.CoNext(copy) < 0 || CanSee(read)) && Complete(read);
    }

    /// <summary>Whether a revisited read may read from the write it has been given.</summary>
    private bool CanSee(int read)
    {
        ref var e = ref Graph.Events[read];
        bool writes = e.Kind == EventKind.UpdateRead && UpdateFunction.Writes(e, e.Value);
        return !IsAfter(model.Baseline(Graph, read, writes), e.ReadsFrom);
    }
}
