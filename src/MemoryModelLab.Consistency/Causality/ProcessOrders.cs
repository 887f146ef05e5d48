using MemoryModelLab.Consistency.Orders;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Causality;

/// <summary>
/// Models in which every session orders all writes for itself to explain its own reads: PRAM (Lipton and Sandberg 1988), where the order contains each
/// session's, and causal memory (Ahamad et al. 1995), where it contains causality.
/// <para>
/// For one session: what must be seen before a read and is a write to its key must come before the write that the read returns; until nothing is new.
/// The session has an order when that has no cycle and no read of the initial value had to see a write (Bouajjani et al., POPL 2017, bad patterns
/// CyclicHB and WriteHBInitRead; the argument is the same with program order in place of causality). A round costs O(n·s); there are few.
/// </para>
/// </summary>
internal sealed class ProcessOrders
{
    private const long MostNumbers = 1L << 27;
    private const int BetweenLooks = 1 << 10;

    private readonly Accesses accesses;
    private readonly Budget budget;
    private readonly bool isCausal;
    private readonly int sessions;
    private readonly int[] row;
    private readonly int[] writes;
    private readonly int[] clocks;
    private readonly int[] earlier; // the write before each write in its session; -1 for none
    private readonly List<(int Write, int Read)>[] sources; // what a session read between two of its writes, at the later one: the reads that order
    private readonly List<(int Write, int Read)>[] forced; // by write, what must come before it for the session under check, and the read that says so

    private ProcessOrders(Accesses accesses, bool isCausal, Budget budget)
    {
        (this.accesses, this.isCausal, this.budget) = (accesses, isCausal, budget);
        sessions = accesses.Sessions.Length;
        writes = [.. Enumerable.Range(0, accesses.Source.Length).Where(accesses.IsWrite)];
        row = new int[accesses.Source.Length];
        for (int i = 0; i < writes.Length; i++) row[writes[i]] = i;
        clocks = new int[(long)writes.Length * sessions];
        earlier = new int[writes.Length];
        sources = new List<(int, int)>[writes.Length];
        forced = new List<(int, int)>[writes.Length];
        for (int i = 0; i < writes.Length; i++) (sources[i], forced[i]) = ([], []);
        foreach (int[] session in accesses.Sessions)
        {
            int last = -1;
            var read = new List<(int, int)>();
            foreach (int operation in session)
            {
                if (accesses.Source[operation] >= 0) read.Add((accesses.Source[operation], operation));
                if (!accesses.IsWrite(operation)) continue;
                earlier[row[operation]] = last;
                sources[row[operation]].AddRange(read);
                read.Clear();
                last = operation;
            }
        }
    }

    /// <summary>The contradiction in one session's view, or null; <paramref name="cut"/> receives what ran out.</summary>
    public static Contradiction? Check(Accesses accesses, bool isCausal, Budget budget, out string? cut)
    {
        cut = null;
        if ((long)Enumerable.Range(0, accesses.Source.Length).Count(accesses.IsWrite) * accesses.Sessions.Length > MostNumbers)
        {
            cut = "the clocks of so many sessions do not fit into memory";
            return null;
        }

        var orders = new ProcessOrders(accesses, isCausal, budget);
        for (int session = 0; session < orders.sessions; session++)
        {
            foreach (List<(int, int)> before in orders.forced) before.Clear();
            bool isDone = false;
            while (!isDone)
            {
                Contradiction? contradiction = orders.ComputeClocks(session) ?? (budget.IsSpent ? null : orders.Read(session, out isDone));
                if (contradiction is not null) return contradiction;
                if (!budget.IsSpent) continue;
                cut = budget.Reason;
                return null;
            }
        }

        return null;
    }

    /// <summary>The writes before each write, in an order of dependence.</summary>
    private Contradiction? ComputeClocks(int session)
    {
        var missing = new int[writes.Length];
        var next = new List<int>[writes.Length];
        for (int i = 0; i < writes.Length; i++) next[i] = [];
        for (int i = 0; i < writes.Length; i++)
        {
            foreach ((int before, _) in Before(i, session))
            {
                next[row[before]].Add(i);
                missing[i]++;
            }
        }

        var ready = new Stack<int>(Enumerable.Range(0, writes.Length).Where(i => missing[i] == 0));
        int left = writes.Length;
        while (ready.TryPop(out int i))
        {
            if (left-- % BetweenLooks == 0 && budget.IsSpent) return null;
            Span<int> clock = Row(i);
            clock.Clear();
            foreach ((int before, _) in Before(i, session)) Join(clock, Row(row[before]));
            clock[accesses.SessionOf(writes[i])] = accesses.WriteNumber[writes[i]];
            foreach (int after in next[i])
            {
                if (--missing[after] == 0) ready.Push(after);
            }
        }

        return left == 0 ? null : Circle(session, missing);
    }

    /// <summary>What must come directly before a write, and the read that says so; -1 for the session's order.</summary>
    private IEnumerable<(int Write, int Read)> Before(int i, int session)
    {
        if (earlier[i] >= 0) yield return (earlier[i], -1);
        if (isCausal || accesses.SessionOf(writes[i]) == session)
        {
            foreach ((int, int) before in sources[i]) yield return before;
        }

        foreach ((int, int) before in forced[i]) yield return before;
    }

    private Contradiction? Read(int session, out bool isDone)
    {
        isDone = true;
        var sees = new int[sessions];
        foreach (int operation in accesses.Sessions[session])
        {
            int source = accesses.Source[operation];
            if (source >= 0) Join(sees, Row(row[source]));
            if (source != Accesses.None)
            {
                (int list, int end) = accesses.WritesOfKeys.Lists(accesses.KeyOf(operation));
                for (; list < end; list++)
                {
                    int s = accesses.WritesOfKeys.Session(list);
                    int known = source >= 0 ? Row(row[source])[s] : 0;
                    if (sees[s] <= known || accesses.WritesOfKeys.LastNumber(session, list, sees[s]) <= known) continue;
                    int write = accesses.WritesOfKeys.Last(session, list);
                    if (source == Accesses.Initial)
                    {
                        return new Contradiction(
                            [.. new[] { write, operation }.Order()],
                            $"{accesses.Describe(operation)}, the initial value, after what it had to see: {accesses.Describe(write)}");
                    }

                    if (forced[row[source]].Exists(f => f.Write == write)) continue;
                    forced[row[source]].Add((write, operation));
                    isDone = false;
                }
            }

            if (accesses.IsWrite(operation)) Join(sees, Row(row[operation]));
        }

        return null;
    }

    /// <summary>The shortest circle found among the writes that miss something.</summary>
    private Contradiction Circle(int session, int[] missing)
    {
        const int MostTries = 32;
        int[] component = CyclicPart.Smallest(missing.Length, i => missing[i] > 0, i => Before(i, session).Select(before => row[before.Write]));
        List<(int From, int To, int Read)> circle = CyclicPart.ShortestCycle(component, (node, within) => CircleThrough(node, session, within), MostTries);
        int begin = circle.FindLastIndex(edge => edge.Read >= 0) + 1;
        var core = new SortedSet<int>();
        var order = new List<int>();
        for (int i = 0; i < circle.Count; i++)
        {
            (int from, _, int read) = circle[(begin + i) % circle.Count];
            if (read >= 0) core.Add(read);
            if (i > 0 && read < 0 && circle[(begin + i - 1) % circle.Count].Read < 0) continue; // of a session's writes in a row the first and the last say it
            core.Add(writes[from]);
            order.Add(writes[from]);
        }

        string values = string.Join(", ", order.Append(order[0]).Select(w => accesses.History.Describe(accesses.KeyOf(w), accesses.History.Operations[w].Value)));
        return new Contradiction([.. core], $"what client {accesses.History.Clients[session]} read orders the writes in a circle: {values}");
    }

    /// <summary>A shortest circle through a write, going back.</summary>
    private List<(int From, int To, int Read)>? CircleThrough(int start, int session, HashSet<int> within)
    {
        var after = new Dictionary<int, (int To, int Read)>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out int at))
        {
            foreach ((int write, int read) in Before(at, session))
            {
                int before = row[write];
                if (!within.Contains(before) || !after.TryAdd(before, (at, read))) continue;
                queue.Enqueue(before);
                if (before != start) continue;
                var circle = new List<(int From, int To, int Read)>();
                do
                {
                    (int to, int by) = after[before];
                    circle.Add((before, to, by));
                    before = to;
                }
                while (before != start);
                return circle;
            }
        }

        return null;
    }

    private Span<int> Row(int i) => clocks.AsSpan(i * sessions, sessions);

    private static void Join(Span<int> into, ReadOnlySpan<int> other)
    {
        for (int i = 0; i < into.Length; i++) into[i] = Math.Max(into[i], other[i]);
    }
}
