using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>Why one write must come before another.</summary>
internal enum EdgeKind : byte
{
    /// <summary>One session wrote both, in this order.</summary>
    Session,

    /// <summary>The session read the first, then wrote the second.</summary>
    Reads,

    /// <summary>A read had to see the first, and returned the second.</summary>
    Overwritten,
}

/// <summary>Writes and what must come before what, with the reason of each edge: an arbitration exists when there is no cycle.</summary>
internal sealed class WriteGraph(Accesses accesses)
{
    private readonly List<(int From, int To, int Read, EdgeKind Kind)> edges = [];

    public void Add(int from, int to, EdgeKind kind, int read = -1) => edges.Add((from, to, read, kind));

    /// <summary>The edges between consecutive writes of a session.</summary>
    public void AddSessions()
    {
        foreach (int[] session in accesses.Sessions)
        {
            int last = -1;
            foreach (int operation in session)
            {
                if (!accesses.IsWrite(operation)) continue;
                if (last >= 0) Add(last, operation, EdgeKind.Session);
                last = operation;
            }
        }
    }

    /// <summary>From what a session read to what it wrote next.</summary>
    public void AddReads()
    {
        foreach (int[] session in accesses.Sessions)
        {
            int next = -1;
            for (int i = session.Length - 1; i >= 0; i--)
            {
                int operation = session[i];
                if (accesses.IsWrite(operation)) next = operation;
                if (next >= 0 && accesses.Source[operation] >= 0) Add(accesses.Source[operation], next, EdgeKind.Reads, operation);
            }
        }
    }

    /// <summary>The shortest contradiction found, or null and an order of the writes.</summary>
    public Contradiction? Cycle(out int[] order)
    {
        int n = accesses.Source.Length;
        var starts = new int[n + 1];
        var missing = new int[n];
        foreach ((int from, int to, _, _) in edges)
        {
            starts[from + 1]++;
            missing[to]++;
        }

        for (int i = 0; i < n; i++) starts[i + 1] += starts[i];
        var sorted = new int[edges.Count];
        int[] next = [.. starts];
        for (int e = 0; e < edges.Count; e++) sorted[next[edges[e].From]++] = e;

        // Of what may come next the write invoked first: near to real time, so that the order often explains the reads as well.
        var ready = new PriorityQueue<int, int>();
        var placed = new List<int>();
        int writes = 0;
        for (int i = 0; i < n; i++)
        {
            if (!accesses.IsWrite(i)) continue;
            writes++;
            if (missing[i] == 0) ready.Enqueue(i, i);
        }

        while (ready.TryDequeue(out int write, out _))
        {
            placed.Add(write);
            for (int e = starts[write]; e < starts[write + 1]; e++)
            {
                int to = edges[sorted[e]].To;
                if (--missing[to] == 0) ready.Enqueue(to, to);
            }
        }

        order = [.. placed];
        return placed.Count == writes ? null : Explain(Shortest(starts, sorted, missing));
    }

    private List<int> Shortest(int[] starts, int[] sorted, int[] missing)
    {
        const int MostTries = 64;
        List<int>? best = null;
        int tries = 0;
        for (int i = 0; i < missing.Length && tries < MostTries; i++)
        {
            if (missing[i] == 0) continue;
            if (CycleThrough(i, starts, sorted, missing) is not { } cycle) continue;
            tries++;
            if (best is null || cycle.Count < best.Count) best = cycle;
            if (best.Count <= 2) break;
        }

        return best!;
    }

    /// <summary>The edges of a shortest cycle through a write, by breadth first.</summary>
    private List<int>? CycleThrough(int write, int[] starts, int[] sorted, int[] missing)
    {
        var by = new Dictionary<int, int>();
        var queue = new Queue<int>([write]);
        while (queue.TryDequeue(out int at))
        {
            for (int e = starts[at]; e < starts[at + 1]; e++)
            {
                int to = edges[sorted[e]].To;
                if (missing[to] == 0 || !by.TryAdd(to, sorted[e])) continue;
                if (to != write)
                {
                    queue.Enqueue(to);
                    continue;
                }

                var cycle = new List<int>();
                do
                {
                    cycle.Add(by[to]);
                    to = edges[by[to]].From;
                }
                while (to != write);
                cycle.Reverse();
                return cycle;
            }
        }

        return null;
    }

    private Contradiction Explain(List<int> cycle)
    {
        var core = new SortedSet<int>();
        var sentences = new List<string>();
        foreach (int edge in cycle)
        {
            (int from, int to, int read, EdgeKind kind) = edges[edge];
            core.Add(from);
            core.Add(to);
            if (read >= 0) core.Add(read);
            sentences.Add(kind switch
            {
                EdgeKind.Session => $"{accesses.Describe(from)}, then {Value(to)}",
                EdgeKind.Reads => $"{accesses.Describe(read)} before it wrote {Value(to)}",
                _ => $"{accesses.Describe(read)} though it had to see {Value(from)}",
            });
        }

        return new Contradiction([.. core], string.Join("; ", sentences));
    }

    private string Value(int write) => accesses.History.Describe(accesses.KeyOf(write), accesses.History.Operations[write].Value);
}
