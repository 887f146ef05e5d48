using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>The two ends of the ladder: what one pass over the operations decides.</summary>
internal static class Immediate
{
    /// <summary>
    /// Eventual consistency of a finite history (Vogels 2009; the limit itself is a liveness property): nobody reads what was not written before the read's
    /// end, and the final reads of a key agree on a value that some write wrote. The initial value is so only while no update was acknowledged.
    /// </summary>
    public static Contradiction? Eventual(Accesses accesses)
    {
        History history = accesses.History;
        if (NotYetWritten(accesses) is { } early) return early;
        var final = new Dictionary<int, int>(); // of each key the latest
        for (int i = 0; i < history.Operations.Length; i++)
        {
            ref readonly Operation read = ref history.Operations[i];
            if (!read.IsFinal || !read.ReturnsValue || final.TryAdd(read.Key, i)) continue;
            int other = final[read.Key];
            if (history.Operations[other].Value != read.Value) return new Contradiction([other, i], $"at the quiescent end {accesses.Describe(other)} and {accesses.Describe(i)}: the replicas do not agree");
            final[read.Key] = i;
        }

        return Lost(accesses, final);
    }

    /// <summary>An update acknowledged before a final read of the initial value, which nobody wrote.</summary>
    private static Contradiction? Lost(Accesses accesses, Dictionary<int, int> final)
    {
        History history = accesses.History;
        HashSet<int> unwritten = [.. final.Where(f => history.Operations[f.Value].Value == history.Initial).Select(f => f.Key)];
        foreach (ref readonly Operation write in history.Operations)
        {
            if (write.MayWrite && write.Value == history.Initial) unwritten.Remove(write.Key);
        }

        for (int i = 0; unwritten.Count > 0 && i < history.Operations.Length; i++)
        {
            ref readonly Operation write = ref history.Operations[i];
            if (!write.MayWrite || !unwritten.Contains(write.Key) || !write.Precedes(history.Operations[final[write.Key]])) continue;
            int read = final[write.Key];
            return new Contradiction([i, read], $"{accesses.Describe(i)}, and at the quiescent end {accesses.Describe(read)}: the update is lost");
        }

        return null;
    }

    /// <summary>A read of what nobody wrote, or began to write only after the read.</summary>
    public static Contradiction? NotYetWritten(Accesses accesses)
    {
        if (accesses.ThinAir is { } thin) return thin;
        for (int read = 0; read < accesses.Source.Length; read++)
        {
            int source = accesses.Source[read];
            if (source < 0 || !accesses.History.Operations[read].Precedes(accesses.History.Operations[source])) continue;
            return new Contradiction([read, source], $"{accesses.Describe(read)} before {accesses.History.ClientOf(source)} began to write it");
        }

        foreach ((int read, int[] sources) in accesses.Ambiguous)
        {
            if (!Array.TrueForAll(sources, source => source != Accesses.Initial && accesses.History.Operations[read].Precedes(accesses.History.Operations[source]))) continue;
            return new Contradiction([read, .. sources], $"{accesses.Describe(read)} before anybody began to write it");
        }

        return null;
    }

    /// <summary>An order of the writes that contradicts a session's own, or a read of a prefix whose writes had not all begun.</summary>
    public static Contradiction? ServerOrder(Accesses accesses, int[] order)
    {
        var place = new Dictionary<int, (int Place, int Latest)>();
        int latest = -1;
        for (int i = 0; i < order.Length; i++)
        {
            latest = Math.Max(latest, order[i]); // operations are sorted by invocation
            place.Add(order[i], (i, latest));
        }

        foreach (int[] session in accesses.Sessions)
        {
            int last = -1;
            foreach (int operation in session)
            {
                if (accesses.IsWrite(operation))
                {
                    if (last >= 0 && place[last].Place > place[operation].Place) return new Contradiction([last, operation], $"{accesses.Describe(last)} first, and the servers put it after {accesses.Describe(operation)}");
                    last = operation;
                }

                if (accesses.Source[operation] < 0 || !accesses.History.Operations[operation].Precedes(accesses.History.Operations[place[accesses.Source[operation]].Latest])) continue;
                int missing = place[accesses.Source[operation]].Latest;
                return new Contradiction([operation, missing], $"{accesses.Describe(operation)}, which the servers put after {accesses.Describe(missing)}, that had not begun");
            }
        }

        return null;
    }

    /// <summary>
    /// Strict consistency: every operation takes effect at its invocation, a read returns the latest write invoked before it. At one instant the order of the
    /// history counts. An update of unknown outcome may have taken effect then, or never.
    /// </summary>
    public static Contradiction? Strict(History history)
    {
        var states = new Dictionary<int, (List<long> Values, int Write)>();
        for (int i = 0; i < history.Operations.Length; i++)
        {
            ref readonly Operation operation = ref history.Operations[i];
            if (!states.TryGetValue(operation.Key, out (List<long> Values, int Write) state)) state = ([history.Initial], -1);
            if (operation.Kind == OperationKind.Read)
            {
                if (!operation.ReturnsValue) continue;
                if (!state.Values.Contains(operation.Value)) return Stale(history, state.Write, i);
                state.Values = [operation.Value];
            }
            else if (operation.Kind == OperationKind.CompareAndSet)
            {
                bool matches = state.Values.Contains(operation.Expected);
                if (operation.Outcome == Outcome.Ok && !matches) return Stale(history, state.Write, i);
                if (operation.Outcome == Outcome.Fail)
                {
                    state.Values = [.. state.Values];
                    state.Values.Remove(operation.Expected);
                    if (state.Values.Count == 0) return Stale(history, state.Write, i);
                }
                else if (matches)
                {
                    state = (operation.Outcome == Outcome.Ok ? [operation.Value] : [.. state.Values, operation.Value], i);
                }
            }
            else if (operation.Outcome != Outcome.Fail)
            {
                state = (operation.Outcome == Outcome.Ok ? [operation.Value] : [.. state.Values, operation.Value], i);
            }

            states[operation.Key] = state;
        }

        return null;
    }

    private static Contradiction Stale(History history, int write, int read)
    {
        ref readonly Operation it = ref history.Operations[read];
        long value = it.Kind == OperationKind.Read ? it.Value : it.Expected;
        string what = it.Outcome == Outcome.Fail ? "did not find" : it.Kind == OperationKind.Read ? "read" : "found";
        string found = $"{history.ClientOf(read)} {what} {history.Describe(it.Key, value)} at {it.Invocation}";
        if (write < 0) return new Contradiction([read], $"{found}, before anybody had written");
        ref readonly Operation last = ref history.Operations[write];
        return new Contradiction([write, read], $"{found}, after {history.ClientOf(write)} had written {history.Describe(last.Key, last.Value)} at {last.Invocation}");
    }
}
