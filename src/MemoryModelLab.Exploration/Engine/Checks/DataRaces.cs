using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine.Checks;

/// <summary>
/// Data races as C11 has them: two accesses of different threads to one location, one of them a write, one of them plain, that happens-before
/// does not order. Happens-before is program order, the start and the end of threads, and synchronisation: a volatile read or an Interlocked
/// operation that reads from a volatile write or another such operation, or from the release sequence of one, with or without fences.
/// .NET gives such programs meaning, and its models forbid less than a race would allow in C; so it is a question of style, and asked for.
/// </summary>
internal sealed class DataRaces(int width) : ExecutionCheck
{
    private readonly HappensBeforeModel model = new(width, everythingSynchronises: false);
    private readonly ExecutionGraph ordered = new(width, happensBefore: true);
    private int[] numbers = new int[64];

    /// <inheritdoc/>
    public override Violation? Find(ExecutionGraph graph, LocationTable locations)
    {
        Prepare(graph);
        foreach (int id in CausalOrder.Of(graph))
        {
            int copy = Add(graph, id);
            if (RacesWith(copy) is not (>= 0 and var other)) continue;
            int earlier = Array.IndexOf(numbers, other, 0, graph.Count);
            string location = locations[graph.Events[id].Location].Name;
            return new Violation(
                FailureKind.DataRace, $"data race on {location}: {Text(graph.Events[earlier])} and {Text(graph.Events[id])} are not ordered", [earlier, id]);
        }

        return null;
    }

    private static string Text(in Event e) => $"thread {e.Thread}'s {(e.Order == MemoryOrder.Plain ? "plain " : "")}{(e.IsWrite ? "write" : "read")}";

    private void Prepare(ExecutionGraph graph)
    {
        ordered.Clear();
        ordered.TouchLocation(graph.LocationCount - 1);
        ordered.TouchThread(graph.ThreadCount - 1);
        for (int thread = 0; thread < graph.ThreadCount; thread++) ordered.Threads[thread].CopyHead(graph.Threads[thread]);
        if (numbers.Length < graph.Count) numbers = new int[graph.Events.Length];
        Array.Fill(numbers, -1);
    }

    /// <summary>Adds an event, and what happens before it.</summary>
    private int Add(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        int copy = ordered.Append(e.Thread, e.Kind, e.Order, e.Location, e.Value, e.Site);
        numbers[id] = copy;
        model.Added(ordered, copy);
        if (!e.IsRead) return copy;
        ordered.Link(copy, e.ReadsFrom < 0 ? e.ReadsFrom : numbers[e.ReadsFrom]);
        model.Linked(ordered, copy, writes: false);
        return copy;
    }

    /// <summary>An earlier access that an event races with, or -1.</summary>
    private int RacesWith(int id)
    {
        ref var e = ref ordered.Events[id];
        if (!e.IsAccess) return -1;
        var before = ordered.Happens![id];
        for (int access = e.PreviousAtLocation; access >= 0; access = ordered.Events[access].PreviousAtLocation)
        {
            ref var other = ref ordered.Events[access];
            bool conflict = other.Thread != e.Thread && (other.IsWrite || e.IsWrite) && (other.Order == MemoryOrder.Plain || e.Order == MemoryOrder.Plain);
            if (conflict && !ordered.In(access, before)) return access;
        }

        return -1;
    }
}
