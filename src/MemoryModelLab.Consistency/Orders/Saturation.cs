using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>
/// What one order of all operations is forced to contain, where each read has one source: every session's order and the source of each read; and of a read of w, what wrote
/// its key and comes before the read comes before w, what wrote its key and comes after w comes after the read; until nothing is new (Gibbons and Korach, "Testing shared memories",
/// SIAM J. Computing 1997). A cycle refutes the order; without one a search has less to choose.
/// <para>A vector clock an operation says how many operations of each session come before. A change of one costs O(s) for each operation directly behind it.</para>
/// </summary>
internal sealed class Saturation
{
    private const long MostNumbers = 1L << 26;

    private readonly Accesses accesses;
    private readonly int sessions;
    private readonly int[] position; // of each operation in its session, from 1
    private readonly int[] writesUpTo; // how many of its session's writes come no later than each operation
    private readonly int[] clocks;
    private readonly List<int>[] readers; // of each write, the last of each session
    private readonly List<int>[] next; // of each operation, the forced edges that begin there
    private readonly List<ForcedEdge> edges = [];
    private readonly int[] rank; // of each operation in the order in which the clocks were computed
    private readonly bool[] isOpen; // whether it is yet to be looked at
    private readonly bool[] isChanged;
    private readonly PriorityQueue<int, int> open = new(), changed = new(); // what is yet to be looked at, and operations whose clocks are yet to be passed on
    private int[] missing = []; // of each operation, how much before it is in a cycle or behind one

    private Saturation(Accesses accesses, IReadOnlyList<(int From, int To)> given)
    {
        this.accesses = accesses;
        int n = accesses.Source.Length;
        sessions = accesses.Sessions.Length;
        (position, writesUpTo, clocks) = (new int[n], new int[n], new int[n * sessions]);
        (readers, next) = (new List<int>[n], new List<int>[n]);
        (rank, isOpen, isChanged) = (new int[n], new bool[n], new bool[n]);
        for (int i = 0; i < n; i++) (readers[i], next[i]) = ([], []);
        foreach (int[] session in accesses.Sessions)
        {
            int writes = 0;
            for (int i = 0; i < session.Length; i++)
            {
                int operation = session[i], source = accesses.Source[operation];
                if (accesses.IsWrite(operation)) writes++;
                (position[operation], writesUpTo[operation]) = (i + 1, writes);
                if (source < 0) continue;
                if (readers[source].Count > 0 && accesses.SessionOf(readers[source][^1]) == accesses.SessionOf(operation)) readers[source][^1] = operation;
                else readers[source].Add(operation);
                Add(new ForcedEdge(source, operation, ForcedEdgeKind.Returned, operation));
            }
        }

        AddInitial();
        foreach ((int from, int to) in given) Add(new ForcedEdge(from, to, ForcedEdgeKind.Given, -1));
    }

    /// <summary>What is forced; what a session's own order says is not among it.</summary>
    public IReadOnlyList<ForcedEdge> Edges => edges;

    /// <summary>Whether the clocks of a history fit into memory.</summary>
    public static bool Fits(Accesses accesses) => (long)accesses.Sessions.Length * accesses.Source.Length < MostNumbers;

    /// <summary>Saturates. Stops early when the budget is spent: what was found is forced nevertheless.</summary>
    /// <param name="accesses">The history.</param>
    /// <param name="given">What comes before what besides the sessions' orders.</param>
    /// <param name="budget">What it may take.</param>
    /// <param name="contradiction">Receives the contradiction when there is a cycle.</param>
    public static Saturation Run(Accesses accesses, IReadOnlyList<(int From, int To)> given, Budget budget, out Contradiction? contradiction)
    {
        var saturation = new Saturation(accesses, given);
        contradiction = saturation.Saturate(budget) ? null : new ForcedCycle(accesses, saturation.edges, saturation.next, saturation.position).Explain(saturation.missing);
        return saturation;
    }

    /// <summary>
    /// Looks at every operation, and again at those of which more turned out to come before; false when there is a cycle. Always at the first, in the order the clocks were first computed
    /// in, that is to be looked at or has more to pass on: what is found leads back a little, and what comes later hears of all of it at once.
    /// </summary>
    private bool Saturate(Budget budget)
    {
        const int BetweenLooks = 1 << 10;
        if (!ComputeClocks()) return false;
        for (int operation = 0; operation < position.Length; operation++) open.Enqueue(operation, rank[operation]);
        Array.Fill(isOpen, true);
        for (int steps = 1; open.Count + changed.Count > 0; steps++)
        {
            if (steps % BetweenLooks == 0 && budget.IsSpent) return true;
            bool isNext = changed.TryPeek(out int at, out int first) && (!open.TryPeek(out _, out int other) || first <= other);
            if (isNext)
            {
                changed.Dequeue();
                isChanged[at] = false;
                if (Clock(at)[accesses.SessionOf(at)] >= position[at]) return ComputeClocks(); // it comes before itself
                int[] session = accesses.Sessions[accesses.SessionOf(at)];
                if (position[at] < session.Length) Join(at, session[position[at]]);
                foreach (int edge in next[at]) Join(at, edges[edge].To);
                continue;
            }

            at = open.Dequeue();
            isOpen[at] = false;
            int before = edges.Count;
            Look(at);
            for (; before < edges.Count; before++) Join(edges[before].From, edges[before].To);
        }

        return true;
    }

    /// <summary>What comes before an operation comes before another, too, and the operation itself.</summary>
    private void Join(int from, int to)
    {
        Span<int> into = Clock(to);
        bool isMore = Max(ref into[accesses.SessionOf(from)], position[from]);
        ReadOnlySpan<int> other = Clock(from);
        for (int s = 0; s < into.Length; s++) isMore |= Max(ref into[s], other[s]);
        if (!isMore) return;
        if (!isOpen[to])
        {
            isOpen[to] = true;
            open.Enqueue(to, rank[to]);
        }

        if (isChanged[to]) return;
        isChanged[to] = true;
        changed.Enqueue(to, rank[to]);
    }

    private static bool Max(ref int into, int other)
    {
        if (other <= into) return false;
        into = other;
        return true;
    }

    /// <summary>The writes in an order with all that is forced; of what may come next, what was invoked first.</summary>
    public int[] Writes()
    {
        int[] left = Missing();
        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] == 0) ready.Enqueue(i, i);
        }

        var order = new List<int>();
        while (ready.TryDequeue(out int at, out _))
        {
            if (accesses.IsWrite(at)) order.Add(at);
            int[] session = accesses.Sessions[accesses.SessionOf(at)];
            if (position[at] < session.Length) Pass(session[position[at]]);
            foreach (int edge in next[at]) Pass(edges[edge].To);
        }

        return [.. order];

        void Pass(int to)
        {
            if (--left[to] == 0) ready.Enqueue(to, to);
        }
    }

    private void Add(in ForcedEdge edge)
    {
        next[edge.From].Add(edges.Count);
        edges.Add(edge);
    }

    /// <summary>A read of the initial value comes before every write of its key.</summary>
    private void AddInitial()
    {
        for (int read = 0; read < position.Length; read++)
        {
            if (accesses.Source[read] != Accesses.Initial) continue;
            (int list, int end) = accesses.WritesOfKeys.Lists(accesses.KeyOf(read));
            for (; list < end; list++)
            {
                if (accesses.WritesOfKeys.First(list) is var first && first != read) Add(new ForcedEdge(read, first, ForcedEdgeKind.Replaced, read));
            }
        }
    }

    /// <summary>How many operations of each session come before each operation; false when there is a cycle, among what then still misses something.</summary>
    private bool ComputeClocks()
    {
        int n = position.Length, left = n;
        missing = Missing();
        Array.Clear(clocks);
        var ready = new Stack<int>();
        for (int i = 0; i < n; i++)
        {
            if (missing[i] == 0) ready.Push(i);
        }

        while (ready.TryPop(out int at))
        {
            rank[at] = n - left--;
            int[] session = accesses.Sessions[accesses.SessionOf(at)];
            if (position[at] < session.Length) Pass(at, session[position[at]], ready);
            foreach (int edge in next[at]) Pass(at, edges[edge].To, ready);
        }

        return left == 0;
    }

    /// <summary>How much comes directly before each operation.</summary>
    private int[] Missing()
    {
        var counts = new int[position.Length];
        for (int i = 0; i < counts.Length; i++) counts[i] = position[i] > 1 ? 1 : 0;
        foreach (ForcedEdge edge in edges) counts[edge.To]++;
        return counts;
    }

    private void Pass(int from, int to, Stack<int> ready)
    {
        Span<int> into = Clock(to);
        ReadOnlySpan<int> other = Clock(from);
        for (int s = 0; s < into.Length; s++) into[s] = Math.Max(into[s], other[s]);
        into[accesses.SessionOf(from)] = Math.Max(into[accesses.SessionOf(from)], position[from]);
        if (--missing[to] == 0) ready.Push(to);
    }

    /// <summary>What is forced by what comes before an operation.</summary>
    private void Look(int operation)
    {
        int source = accesses.Source[operation];
        if (source < 0 && !accesses.IsWrite(operation)) return;
        (int list, int end) = accesses.WritesOfKeys.Lists(accesses.KeyOf(operation));
        for (; list < end; list++)
        {
            if (LastBefore(operation, list) is not { } write) continue;
            if (source >= 0 && write != source && !IsBefore(write, source)) Add(new ForcedEdge(write, source, ForcedEdgeKind.Overwritten, operation));
            if (!accesses.IsWrite(operation)) continue;
            foreach (int reader in readers[write])
            {
                if (reader != operation && !IsBefore(reader, operation)) Add(new ForcedEdge(reader, operation, ForcedEdgeKind.Replaced, reader));
            }
        }
    }

    /// <summary>The last write of a list that comes before an operation.</summary>
    private int? LastBefore(int operation, int list)
    {
        int session = accesses.WritesOfKeys.Session(list), count = Clock(operation)[session];
        if (count == 0) return null;
        int writes = writesUpTo[accesses.Sessions[session][count - 1]];
        return accesses.WritesOfKeys.LastNumber(accesses.SessionOf(operation), list, writes) == 0 ? null : accesses.WritesOfKeys.Last(accesses.SessionOf(operation), list);
    }

    private bool IsBefore(int first, int second) => Clock(second)[accesses.SessionOf(first)] >= position[first];

    private Span<int> Clock(int operation) => clocks.AsSpan(operation * sessions, sessions);
}
