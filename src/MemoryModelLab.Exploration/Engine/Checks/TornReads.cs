namespace MemoryModelLab.Exploration.Engine.Checks;

/// <summary>
/// Reads of structs larger than a word, whose parts come from different writes of such a struct, or some from the initial state. A sequence
/// lock reads so, and reads again; so it is asked for.
/// </summary>
internal sealed class TornReads : ExecutionCheck
{
    private const int InitialState = -1;

    /// <inheritdoc/>
    public override Violation? Find(ExecutionGraph graph, LocationTable locations)
    {
        for (int thread = 0; thread < graph.ThreadCount; thread++)
        {
            var state = graph.Threads[thread];
            int first = -1;
            for (int at = 0; at < state.Length; at++)
            {
                ref var e = ref graph.Events[state.Events[at]];
                if (!e.IsRead || e.Part == 0) first = -1;
                else if (first < 0 || !IsNext(graph, state.Events[at - 1], state.Events[at])) first = at;
                else if (AreOfDifferentWrites(graph, state.Events[first], state.Events[at]))
                {
                    return new Violation(
                        FailureKind.TornRead, $"torn read of {locations[e.Location].Name}: its parts are of different writes", state.Events[first..(at + 1)]);
                }
            }
        }

        return null;
    }

    /// <summary>Whether an event is a later part of the access that the event before it is a part of.</summary>
    private static bool IsNext(ExecutionGraph graph, int before, int id)
    {
        ref var earlier = ref graph.Events[before];
        ref var later = ref graph.Events[id];
        return earlier.Part > 0 && earlier.Part < later.Part && earlier.Site == later.Site && earlier.Kind == later.Kind;
    }

    private static bool AreOfDifferentWrites(ExecutionGraph graph, int first, int other)
    {
        int one = graph.Events[first].ReadsFrom;
        int two = graph.Events[other].ReadsFrom;
        return IsWhole(graph, one) && IsWhole(graph, two) && BeginOf(graph, one) != BeginOf(graph, two);
    }

    /// <summary>Whether a store is of the initial state, or was written as a part; who writes a part by itself means it.</summary>
    private static bool IsWhole(ExecutionGraph graph, int store) => store < 0 || graph.Events[store].Part > 0;

    /// <summary>The first part of the write that a store is a part of.</summary>
    private static int BeginOf(ExecutionGraph graph, int store)
    {
        if (store < 0) return InitialState;
        while (graph.Events[store].Position > 0 && IsNext(graph, graph.Before(store), store)) store = graph.Before(store);
        return store;
    }
}
