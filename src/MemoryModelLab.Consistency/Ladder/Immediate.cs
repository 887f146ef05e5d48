using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>The weak end of the ladder: what one pass over the operations decides.</summary>
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
            if (sources[0] == Accesses.Initial || !accesses.History.Operations[read].Precedes(accesses.History.Operations[sources[0]])) continue; // they come by invocation
            return new Contradiction([read, sources[0]], $"{accesses.Describe(read)} before anybody began to write it");
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
}
