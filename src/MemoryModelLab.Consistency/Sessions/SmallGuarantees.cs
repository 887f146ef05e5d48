using MemoryModelLab.Consistency.Orders;

namespace MemoryModelLab.Consistency.Sessions;

/// <summary>
/// Read your writes and monotonic reads, each alone or both, without monotonic writes: linear. What a read must see of its key is ordered before
/// what it returns; nothing else orders the session's writes.
/// <para>
/// Of each session and key it is enough to keep the last value read, behind which everything that had to be seen by then stands already, and the
/// session's writes since. Without monotonic reads the "last value read" is the last own one: others' values bind no later read. Each of those is
/// ordered after the same own writes again, so these meet in a point of the graph.
/// </para>
/// </summary>
internal static class SmallGuarantees
{
    /// <summary>What contradicts the guarantees, or null.</summary>
    /// <param name="accesses">The history.</param>
    /// <param name="guarantees">The guarantees.</param>
    /// <param name="withOrder">Whether an order of the writes is wanted.</param>
    /// <param name="order">Receives it, when it is and there is one.</param>
    public static Contradiction? Check(Accesses accesses, SessionGuarantees guarantees, bool withOrder, out int[]? order)
    {
        order = null;
        var graph = new WriteGraph(accesses);
        bool own = guarantees.HasFlag(SessionGuarantees.ReadYourWrites), reads = guarantees.HasFlag(SessionGuarantees.MonotonicReads);
        foreach (int[] session in accesses.Sessions)
        {
            var seen = new Dictionary<int, Seen>();
            foreach (int operation in session)
            {
                int key = accesses.KeyOf(operation), source = accesses.Source[operation];
                if (!seen.TryGetValue(key, out Seen? of)) seen.Add(key, of = new Seen());
                bool binds = reads || (own && source >= 0 && source < operation && accesses.SessionOf(source) == accesses.SessionOf(operation));
                if (source != Accesses.None && Read(accesses, graph, of, operation, source, binds) is { } contradiction) return contradiction;
                if (own && accesses.IsWrite(operation)) of.Since.Add(operation);
            }
        }

        return withOrder ? graph.Cycle(out order) : graph.Cycle();
    }

    private static Contradiction? Read(Accesses accesses, WriteGraph graph, Seen seen, int read, int source, bool binds)
    {
        if (source == Accesses.Initial)
        {
            int must = seen.Since.Count > 0 ? seen.Since[^1] : seen.Last;
            return must < 0 ? null : new Contradiction(
                [.. new[] { must, read }.Order()],
                $"{accesses.Describe(read)}, the initial value, though it had to see {accesses.History.Describe(accesses.KeyOf(must), accesses.History.Operations[must].Value)}");
        }

        if (!binds)
        {
            if (Gather(graph, seen) is { } point) graph.Add(point, source, EdgeKind.Overwritten, read);
            return null;
        }

        if (seen.Last >= 0 && seen.Last != source) graph.Add(seen.Last, source, EdgeKind.Overwritten, read);
        foreach (int write in seen.Since)
        {
            if (write != source) graph.Add(write, source, EdgeKind.Overwritten, read);
        }

        seen.Last = source;
        seen.Since.Clear();
        (seen.Point, seen.Gathered) = (null, 0);
        return null;
    }

    /// <summary>A point after everything that has to be seen; null when there is nothing.</summary>
    private static int? Gather(WriteGraph graph, Seen seen)
    {
        if (seen.Gathered == seen.Since.Count && (seen.Point is not null || seen.Last < 0)) return seen.Point;
        int point = graph.AddPoint();
        if (seen.Point is { } before) graph.Add(before, point, EdgeKind.Session);
        else if (seen.Last >= 0) graph.Add(seen.Last, point, EdgeKind.Session);
        for (; seen.Gathered < seen.Since.Count; seen.Gathered++) graph.Add(seen.Since[seen.Gathered], point, EdgeKind.Session);
        return seen.Point = point;
    }

    /// <summary>What a session has to see of a key.</summary>
    private sealed class Seen
    {
        /// <summary>The value that binds, -1 while there is none.</summary>
        public int Last { get; set; } = -1;

        /// <summary>The own writes since.</summary>
        public List<int> Since { get; } = [];

        /// <summary>The point after all that, but for the own writes that are not gathered yet.</summary>
        public int? Point { get; set; }

        public int Gathered { get; set; }
    }
}
