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

    private int nodes = accesses.Source.Length; // the operations, and then points
    private bool isForward = true; // every edge leads to an operation invoked later

    /// <summary>Says that one write comes before another.</summary>
    /// <param name="from">The earlier write, or a point.</param>
    /// <param name="to">The later write, or a point.</param>
    /// <param name="kind">Why.</param>
    /// <param name="read">The read that says so.</param>
    public void Add(int from, int to, EdgeKind kind, int read = -1)
    {
        edges.Add((from, to, read, kind));
        isForward &= from < to;
    }

    /// <summary>A point in the order that is no write, for edges from many writes to many.</summary>
    public int AddPoint()
    {
        isForward = false;
        return nodes++;
    }

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

    /// <summary>The shortest contradiction found, or null.</summary>
    public Contradiction? Cycle()
    {
        if (isForward) return null;
        (int[] starts, int[] sorted, int[] missing) = Index();
        var ready = new Stack<int>();
        int left = nodes;
        for (int i = 0; i < nodes; i++)
        {
            if (missing[i] == 0) ready.Push(i);
        }

        while (ready.TryPop(out int node))
        {
            left--;
            for (int e = starts[node]; e < starts[node + 1]; e++)
            {
                int to = edges[sorted[e]].To;
                if (--missing[to] == 0) ready.Push(to);
            }
        }

        return left == 0 ? null : Explain(Shortest(starts, sorted, missing));
    }

    /// <summary>The shortest contradiction found, or null and an order of the writes.</summary>
    public Contradiction? Cycle(out int[] order)
    {
        if (isForward)
        {
            order = [.. Enumerable.Range(0, accesses.Source.Length).Where(accesses.IsWrite)];
            return null;
        }

        (int[] starts, int[] sorted, int[] missing) = Index();
        // Of what may come next the write invoked first: near to real time, so that the order often explains the reads as well.
        var ready = new PriorityQueue<int, int>();
        var placed = new List<int>();
        int left = 0;
        for (int i = 0; i < nodes; i++)
        {
            if (!IsPoint(i) && !accesses.IsWrite(i)) continue;
            left++;
            if (missing[i] == 0) ready.Enqueue(i, i);
        }

        while (ready.TryDequeue(out int node, out _))
        {
            left--;
            if (!IsPoint(node)) placed.Add(node);
            for (int e = starts[node]; e < starts[node + 1]; e++)
            {
                int to = edges[sorted[e]].To;
                if (--missing[to] == 0) ready.Enqueue(to, to);
            }
        }

        order = [.. placed];
        return left == 0 ? null : Explain(Shortest(starts, sorted, missing));
    }

    /// <summary>The edges by where they begin, and how many lead to each node.</summary>
    private (int[] Starts, int[] Sorted, int[] Missing) Index()
    {
        var starts = new int[nodes + 1];
        var missing = new int[nodes];
        foreach ((int from, int to, _, _) in edges)
        {
            starts[from + 1]++;
            missing[to]++;
        }

        for (int i = 0; i < nodes; i++) starts[i + 1] += starts[i];
        var sorted = new int[edges.Count];
        int[] next = [.. starts];
        for (int e = 0; e < edges.Count; e++) sorted[next[edges[e].From]++] = e;
        return (starts, sorted, missing);
    }

    private List<int> Shortest(int[] starts, int[] sorted, int[] missing)
    {
        const int MostTries = 64;
        int[] component = CyclicPart.Smallest(missing.Length, i => missing[i] > 0, Next);
        return CyclicPart.ShortestCycle(component, (node, within) => CycleThrough(node, starts, sorted, within), MostTries);

        IEnumerable<int> Next(int node)
        {
            for (int e = starts[node]; e < starts[node + 1]; e++) yield return edges[sorted[e]].To;
        }
    }

    /// <summary>The edges of a shortest cycle through a write, by breadth first.</summary>
    private List<int>? CycleThrough(int write, int[] starts, int[] sorted, HashSet<int> within)
    {
        var by = new Dictionary<int, int>();
        var queue = new Queue<int>([write]);
        while (queue.TryDequeue(out int at))
        {
            for (int e = starts[at]; e < starts[at + 1]; e++)
            {
                int to = edges[sorted[e]].To;
                if (!within.Contains(to) || !by.TryAdd(to, sorted[e])) continue;
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
        int begin = cycle.FindLastIndex(edge => !IsPlain(edge)) + 1; // not in the middle of one session's writes
        cycle = [.. cycle[begin..], .. cycle[..begin]];
        int from = cycle.Select(edge => edges[edge].From).Last(node => !IsPoint(node)), first = -1;
        for (int i = 0; i < cycle.Count; i++)
        {
            (int start, int to, int read, EdgeKind kind) = edges[cycle[i]];
            if (!IsPoint(start)) from = first >= 0 ? first : start;
            if (IsPoint(to)) continue;
            first = IsPlain(cycle[i]) && i + 1 < cycle.Count && IsPlain(cycle[i + 1]) ? from : -1;
            if (first >= 0) continue; // of a session's writes in a row the first and the last say it
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

    /// <summary>Whether an edge leads from one write of a session to the next.</summary>
    private bool IsPlain(int edge) => edges[edge].Kind == EdgeKind.Session && !IsPoint(edges[edge].From) && !IsPoint(edges[edge].To);

    private bool IsPoint(int node) => node >= accesses.Source.Length;

    private string Value(int write) => accesses.History.Describe(accesses.KeyOf(write), accesses.History.Operations[write].Value);
}
