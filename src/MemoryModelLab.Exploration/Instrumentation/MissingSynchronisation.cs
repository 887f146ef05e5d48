using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation.Linearizability;
using MemoryModelLab.Exploration.Reports;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The synchronisation that is missing where an execution fails, in a sentence.</summary>
internal static class MissingSynchronisation
{
    /// <summary>The sentence; null of what is not a matter of order.</summary>
    public static string? Of(ExplorationFailure failure)
    {
        if (failure.Kind is FailureKind.DataRace || failure.Execution.Events.Where(e => e.LocationNumber >= 0).Select(e => e.Thread).Distinct().Count() < 2)
            return null;
        if (failure.Unkept is not { } unkept)
            return null;
        return unkept.Count == 0
            ? OfInterleaving(failure)
            : $"nothing keeps {Pair(unkept[0], failure.Execution)} in order{string.Concat(unkept.Skip(1).Select(pair => $", nor {Pair(pair, failure.Execution)}"))}";
    }

    private static string? OfInterleaving(ExplorationFailure failure)
    {
        if (failure.Kind is FailureKind.TornRead or FailureKind.RecycledValue)
            return null;
        if (failure.Error is LinearizabilityException { IsWrong: { } isWrong } && (failure.Graph!.Build(Strongest) is not var (model, graph) || !isWrong(graph, model)))
            return "nothing keeps what an operation has written before what its caller does next, or what one reads after what its caller did before: other threads see it later than its answer";
        string also = failure.Model == MemoryModelKind.Sequential ? "" : " (it fails under sc too)";
        string begin = $"nothing is reordered in this execution{also}, so that no ordering repairs it";
        if (failure.Kind is FailureKind.Deadlock or FailureKind.EndlessLoop)
            return begin;
        if (Interrupted(failure.Execution) is not { } found)
            return $"{begin}: a thread has to wait for another, or what no other may come between has to be one atomic step (a lock, an Interlocked operation)";
        (ExecutionEvent read, ExecutionEvent between, ExecutionEvent write) = found;
        return $"{begin}: thread {between.Thread}'s {Access(between)} comes between thread {read.Thread}'s {Access(read)} and its {Access(write)}, which have to be one atomic step";
    }

    private static Reinforcement Strongest(in Event e) => new(
        e.Kind switch
        {
            EventKind.Read when e.Order == MemoryOrder.Plain => MemoryOrder.Acquire,
            EventKind.Write when e.Order == MemoryOrder.Plain => MemoryOrder.Release,
            _ => e.Order,
        }, IsFenced: e.Kind is EventKind.Read or EventKind.Write);

    private static string Pair((int First, int Second) pair, ExecutionReport execution)
    {
        (ExecutionEvent first, ExecutionEvent second) = (execution.Events[pair.First], execution.Events[pair.Second]);
        return IsWrite(first) == IsWrite(second)
            ? $"thread {first.Thread}'s {Verb(first)}s of {Object(first)} and {Object(second)}"
            : $"thread {first.Thread}'s {Access(first)} and its {Access(second)}";
    }

    private static string Access(ExecutionEvent e) => $"{Verb(e)} of {Object(e)}";

    private static string Object(ExecutionEvent e) =>
        e.Site == 0 ? e.Location : $"{SiteTable.Get(e.Site).Short(e.Location)} ({SiteTable.Get(e.Site).Place})";

    private static string Verb(ExecutionEvent e) => IsWrite(e) ? "write" : "read";

    private static bool IsWrite(ExecutionEvent e) => e.Kind is EventKind.Write or EventKind.UpdateWrite;

    /// <summary>The last read of a thread whose location is overwritten by another before the thread itself writes it.</summary>
    private static (ExecutionEvent Read, ExecutionEvent Between, ExecutionEvent Write)? Interrupted(ExecutionReport execution)
    {
        foreach (ExecutionEvent write in execution.Events.Where(e => e.Kind == EventKind.Write).Reverse())
        {
            ExecutionEvent? read = execution.Events.LastOrDefault(e => e.Thread == write.Thread && e.Position < write.Position && e.LocationNumber == write.LocationNumber);
            if (read?.Source is not { } source)
                continue;
            int seen = source < 0 ? 0 : execution.Events[source].CoherenceRank;
            ExecutionEvent? between = execution.Events.LastOrDefault(e =>
                IsWrite(e) && e.LocationNumber == write.LocationNumber && e.Thread != write.Thread && e.CoherenceRank > seen && e.CoherenceRank < write.CoherenceRank);
            if (between is not null)
                return (read, between, write);
        }
        return null;
    }
}
