namespace MemoryModelLab.Exploration.Engine;

/// <content>The order in which alternatives are taken, and the graphs that revisits go on in.</content>
internal partial class Search
{
    private readonly GraphRestriction restriction = new();
    private readonly Func<ExecutionGraph> create;
    private readonly List<ExecutionGraph> suspended = [];
    private readonly List<int> start = [];
    private readonly Stack<ExecutionGraph> free = new();
    private double share;

    /// <summary>The bound on preemptions, or null.</summary>
    public Preemptions? Preemptions { get; set; }

    /// <summary>How many graphs were left out for it.</summary>
    public long Pruned { get; private set; }

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
            if (!Apply(item, index)) continue;
            if (Preemptions is null || Preemptions.IsNear(Graph)) return true;
            Pruned++;
        }
    }

    /// <summary>Begins anew with the empty graph.</summary>
    /// <param name="share">What is to be explored from here, of all there is.</param>
    public void Restart(double share = 1)
    {
        this.share = share;
        start.Clear();
        while (suspended.Count > 0) Drop();
        Graph.Clear();
    }

    /// <summary>How much is left, of all there is.</summary>
    public double Left()
    {
        double left = 0;
        double part = share;
        for (int level = 0; level < suspended.Count; level++)
        {
            int taken = TakenFrom(level);
            var path = suspended[level].Path;
            left += path.ShareFrom(part, suspended[level].WorkFloor, taken);
            part = path.ShareOf(part, taken, taken + 1);
        }

        return left + Graph.Path.ShareFrom(part, Graph.WorkFloor, Graph.WorkCount);
    }

    /// <summary>
    /// Takes one of the alternatives queued since <see cref="Restart"/> or the last time, and forgets the others; false when it is not
    /// consistent.
    /// </summary>
    public bool Take(int number)
    {
        if (number >= Graph.WorkCount) throw new CheckpointException("it leads where this program does not: it is of another one, or was changed");
        start.Add(number);
        var item = Graph.Work[number];
        Graph.WorkCount = 0;
        Graph.Cut(item.Event);
        bool consistent = Apply(item, 0);
        while (suspended.Count > 0) Drop();
        Graph.Path.Restart(0);
        return consistent;
    }

    /// <summary>Gives back the alternative at hand, as if nothing had been run since it was taken.</summary>
    public WorkPart GiveBack()
    {
        List<int> path = [.. start];
        double part = share;
        for (int level = 0; level < suspended.Count; level++)
        {
            suspended[level].Path.AddTo(path, TakenFrom(level));
            part = suspended[level].Path.ShareOf(part, TakenFrom(level), TakenFrom(level) + 1);
        }

        (Graph.WorkCount, part) = Graph.Path.AddStages(path, part);
        return new WorkPart([.. path], part);
    }

    /// <summary>Gives away the alternative that has waited longest; null if there is none.</summary>
    public WorkPart? GiveAway()
    {
        List<int> path = [.. start];
        double part = share;
        for (int level = 0; level <= suspended.Count; level++)
        {
            bool isLast = level == suspended.Count;
            var graph = isLast ? Graph : suspended[level];
            int end = isLast ? graph.WorkCount : TakenFrom(level) + 1;
            if (graph.WorkFloor < graph.WorkCount)
            {
                graph.Path.AddTo(path, graph.WorkFloor);
                return new WorkPart([.. path], graph.Path.ShareOf(part, graph.WorkFloor++, end));
            }

            if (isLast) break;
            graph.Path.AddTo(path, TakenFrom(level));
            part = graph.Path.ShareOf(part, TakenFrom(level), end);
        }

        return null;
    }

    /// <summary>The index of the alternative that the graph above a suspended one began with.</summary>
    private int TakenFrom(int level) => (level + 1 < suspended.Count ? suspended[level + 1] : Graph).Path.Origin;

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
                return Twins.IsInOrder(Graph, item.Event) && Complete(item.Event);
            case WorkKind.Place:
                Graph.Remove(item.Event);
                Graph.Insert(item.Event, item.Other);
                if (!Twins.IsInOrder(Graph, item.Event)) return false;
                if (item.Revisited < 0) return true;
                return CanSee(item.Revisited) && Twins.IsInOrder(Graph, item.Revisited) && Complete(item.Revisited);
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
        var access = new Access(original.Location, original.Order, original.Site, original.Address, original.Depends, original.IsKnown, original.Part);
        int copy = Append(original.Thread, original.Kind, access, original.Value);
        Graph.Events[copy].Step = original.Step;
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
        return (Graph.CoNext(copy) < 0 || CanSee(read)) && Twins.IsInOrder(Graph, read) && Complete(read);
    }

    /// <summary>Whether a revisited read may read from the write it has been given.</summary>
    private bool CanSee(int read)
    {
        ref var e = ref Graph.Events[read];
        bool writes = e.Kind == EventKind.UpdateRead && UpdateFunction.Writes(e, e.Value);
        return !IsAfter(model.Baseline(Graph, read, writes), e.ReadsFrom);
    }
}
