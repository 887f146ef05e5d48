using System.Runtime.InteropServices;
using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine.Schedules;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>One execution instead of all: of the alternatives of each event one is taken when it is added, and nothing is revisited.</summary>
internal sealed class DirectedSearch(ConsistencyModel model, LocationTable locations, int width) : Search(model, locations, width)
{
    private readonly List<int> distances = [];

    /// <summary>Has a schedule choose among the alternatives of the event just added.</summary>
    public void Choose(int id, Schedule schedule)
    {
        ref var e = ref Graph.Events[id];
        int last = e.IsRead ? e.ReadsFrom : Store.None;
        FindDistances(id);
        int choice = schedule.Choose(e.Thread, CollectionsMarshal.AsSpan(distances));
        if (choice >= 0 && !Take(Graph.Work[choice])) Take(new WorkItem(WorkKind.ReadFrom, id, last));
        Graph.WorkCount = 0;
    }

    /// <inheritdoc/>
    protected override void Revisit(int write, int limit)
    {
    }

    /// <summary>Takes an alternative; false when another has read the same store and written.</summary>
    private bool Take(WorkItem item)
    {
        Graph.Cut(item.Event);
        return Apply(item, 0);
    }

    /// <summary>The alternatives are queued from the last store on, so one walk finds how far each is from it.</summary>
    private void FindDistances(int id)
    {
        distances.Clear();
        if (Graph.WorkCount == 0) return;
        int own = Graph.HasWritten(Graph.Events[id]) ? id + 1 : id;
        int store = Graph.Locations[Graph.Events[id].Location].Last;
        if (store == own) store = Graph.Events[store].CoPrevious;
        for (int distance = 0; ; distance++)
        {
            if (Graph.Work[distances.Count].Other == store) distances.Add(distance);
            if (distances.Count == Graph.WorkCount) return;
            store = Graph.Events[store].CoPrevious;
            if (store == own) store = Graph.Events[store].CoPrevious;
        }
    }
}
