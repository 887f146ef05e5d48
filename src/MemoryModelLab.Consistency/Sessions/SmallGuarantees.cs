using MemoryModelLab.Consistency.Orders;

namespace MemoryModelLab.Consistency.Sessions;

/// <summary>
/// Read your writes and monotonic reads, each alone or both, without monotonic writes: linear. What a read must see of its key is ordered before
/// what it returns; nothing else orders the session's writes.
/// <para>
/// Of each session and key it is enough to keep the last value read, behind which everything that had to be seen by then stands already, and the
/// session's writes since. Without monotonic reads the "last value read" is the last own one: others' values bind no later read.
/// </para>
/// </summary>
internal static class SmallGuarantees
{
    public static Contradiction? Check(Accesses accesses, SessionGuarantees guarantees)
    {
        var graph = new WriteGraph(accesses);
        bool own = guarantees.HasFlag(SessionGuarantees.ReadYourWrites), reads = guarantees.HasFlag(SessionGuarantees.MonotonicReads);
        foreach (int[] session in accesses.Sessions)
        {
            var seen = new Dictionary<int, Seen>();
            foreach (int operation in session)
            {
                int key = accesses.KeyOf(operation), source = accesses.Source[operation];
                if (!seen.TryGetValue(key, out Seen? of)) seen.Add(key, of = new Seen());
                if (source != Accesses.None && Read(accesses, graph, of, operation, source, reads) is { } contradiction) return contradiction;
                if (own && accesses.IsWrite(operation))
                {
                    of.Since.Add(operation);
                    of.Own.Add(operation);
                }
            }
        }

        return graph.Cycle(out _);
    }

    private static Contradiction? Read(Accesses accesses, WriteGraph graph, Seen seen, int read, int source, bool isMonotonic)
    {
        bool binds = isMonotonic || (source >= 0 && seen.Own.Contains(source));
        if (source == Accesses.Initial)
        {
            int must = seen.Since.Count > 0 ? seen.Since[^1] : seen.Last;
            return must < 0 ? null : new Contradiction(
                [.. new[] { must, read }.Order()],
                $"{accesses.Describe(read)}, the initial value, though it had to see {accesses.History.Describe(accesses.KeyOf(must), accesses.History.Operations[must].Value)}");
        }

        if (seen.Last >= 0 && seen.Last != source) graph.Add(seen.Last, source, EdgeKind.Overwritten, read);
        foreach (int write in seen.Since)
        {
            if (write != source) graph.Add(write, source, EdgeKind.Overwritten, read);
        }

        if (!binds) return null;
        seen.Last = source;
        seen.Since.Clear();
        return null;
    }

    private sealed class Seen
    {
        public int Last { get; set; } = -1;

        public List<int> Since { get; } = [];

        public HashSet<int> Own { get; } = [];
    }
}
