using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine.Checks;

/// <summary>
/// The ABA problem: a compare-exchange that succeeds because the value its thread read before is there again, written anew meanwhile. That is
/// harmless where nothing else depends on it, as of a counter; so it is asked for.
/// </summary>
internal sealed class RecycledValues : ExecutionCheck
{
    /// <inheritdoc/>
    public override Violation? Find(ExecutionGraph graph, LocationTable locations)
    {
        for (int id = 0; id < graph.Count; id++)
        {
            ref var e = ref graph.Events[id];
            if (e.Kind != EventKind.UpdateRead || e.Update != Update.CompareExchange || e.ReadsFrom < 0 || !UpdateFunction.Writes(e, e.Value)) continue;
            if (LastRead(graph, e) is not (>= 0 and var read)) continue;
            ref var before = ref graph.Events[read];
            if (before.Value != e.Value || before.ReadsFrom == e.ReadsFrom || graph.Events[e.ReadsFrom].Thread == e.Thread) continue;
            return new Violation(
                FailureKind.RecycledValue, $"ABA on {locations[e.Location].Name}: the value thread {e.Thread} read was replaced, and is there again when it compares", [read, e.ReadsFrom, id]);
        }

        return null;
    }

    /// <summary>The last read of the location before, by the same thread, or -1.</summary>
    private static int LastRead(ExecutionGraph graph, in Event e)
    {
        var events = graph.Threads[e.Thread].Events;
        for (int at = e.Position - 1; at >= 0; at--)
            if (graph.Events[events[at]] is { IsAccess: true } earlier && earlier.Location == e.Location) return earlier.IsRead ? events[at] : -1;
        return -1;
    }
}
