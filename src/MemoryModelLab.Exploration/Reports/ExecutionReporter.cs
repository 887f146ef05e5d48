using System.Globalization;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Reports;

/// <summary>Makes a report of the graph at hand, which the search will change.</summary>
internal sealed class ExecutionReporter(ExecutionGraph graph, LocationTable locations, ObjectTable objects)
{
    private readonly int[] numbers = new int[graph.Count];
    private readonly List<ExecutionEvent> events = [];

    /// <summary>The report.</summary>
    public ExecutionReport Report()
    {
        foreach (int id in CausalOrder.Of(graph)) Add(id);
        return new ExecutionReport(graph.ThreadCount, events);
    }

    /// <summary>The number of an event in the report.</summary>
    public int NumberOf(int id) => numbers[id];

    private void Add(int id)
    {
        ref var e = ref graph.Events[id];
        numbers[id] = events.Count;
        events.Add(new ExecutionEvent(
            events.Count,
            e.Thread,
            e.Position,
            e.Kind,
            e.Order,
            e.IsAccess ? locations[e.Location].Name : "",
            e.IsAccess ? ValueText.Of(locations[e.Location], e.Value, objects)
                : e.Kind == EventKind.Fence ? "" : e.Location.ToString(CultureInfo.InvariantCulture),
            !e.IsRead ? null : e.ReadsFrom < 0 ? -1 : numbers[e.ReadsFrom],
            e.IsRead && graph.CoNext(e.ReadsFrom) is var later && later >= 0 && !IsOwnWrite(id, later),
            e.IsWrite ? RankOf(id) : 0,
            e.Site)
        {
            LocationNumber = e.IsAccess ? e.Location : -1,
        });
    }

    /// <summary>Whether the only later store is the write of the same read-modify-write.</summary>
    private bool IsOwnWrite(int read, int write) => graph.Events[write].Kind == EventKind.UpdateWrite && graph.Before(write) == read
        && graph.Events[write].CoNext < 0;

    private int RankOf(int write)
    {
        int rank = 0;
        for (int store = write; store >= 0; store = graph.Events[store].CoPrevious) rank++;
        return rank;
    }
}
