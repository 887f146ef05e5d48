using System.Numerics;
using System.Runtime.CompilerServices;
using MemoryModelLab.Consistency.Orders;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Causality;

/// <summary>
/// Sets of session guarantees with monotonic writes, and causal consistency, by vector clocks: what an operation must see is closed under the order
/// of each session's writes, so a number a session says it all. O(n·s log n) for n operations of s sessions.
/// <para>
/// What a write brings along is its session's earlier writes and, with writes follow reads, what the session had read. What a read must see is what
/// the write it returns brings along, with read your writes what the session's last write does, with monotonic reads what earlier reads did. The
/// last write of each session to the read's key among that must be ordered before the one it returns. All four guarantees together are causal
/// convergence: what must be seen is then the causal past.
/// </para>
/// </summary>
internal sealed class Clocks
{
    private readonly Accesses accesses;
    private readonly SessionGuarantees guarantees;
    private readonly Session[] sessions;
    private readonly ClockRows clocks; // of each write: what it brings along
    private readonly int[] visited; // of each list of writes: the number of the last one visited, or of any that may be returned
    private readonly int[] readers = []; // of each write: how many reads of it are yet to be visited
    private readonly int[] overwrites = []; // of each write, and 1: the last one that it is known to come before
    private readonly WriteGraph? graph; // for one arbitration
    private readonly Budget budget;
    private readonly Stack<int[]> rows = new(); // of sessions that have ended, for those that begin

    private Clocks(Accesses accesses, SessionGuarantees guarantees, bool isConvergent, Budget budget)
    {
        (this.accesses, this.guarantees, this.budget) = (accesses, guarantees, budget);
        int operations = accesses.Source.Length;
        sessions = [.. accesses.Sessions.Select((_, number) => new Session(number))];
        clocks = new ClockRows(operations, sessions.Length);
        visited = new int[accesses.WritesOfKeys.Count];
        if (!FollowsReads) Array.Fill(visited, int.MaxValue); // reads are visited before what they return
        if (!isConvergent) return;
        (readers, overwrites) = (new int[operations], new int[operations]);
        foreach (int source in accesses.Source)
        {
            if (source >= 0) readers[source]++;
        }

        graph = new WriteGraph(accesses);
        graph.AddSessions();
        if (FollowsReads) graph.AddReads();
    }

    private bool FollowsReads => guarantees.HasFlag(SessionGuarantees.WritesFollowReads);

    /// <summary>The guarantees together, monotonic writes among them, under one arbitration of the writes.</summary>
    /// <param name="accesses">The history.</param>
    /// <param name="guarantees">The guarantees.</param>
    /// <param name="budget">What the pass may take.</param>
    /// <param name="order">Receives the arbitration, when there is one.</param>
    /// <param name="cut">Receives what ran out; the answer is then not known.</param>
    public static Contradiction? Check(Accesses accesses, SessionGuarantees guarantees, Budget budget, out int[] order, out string? cut)
    {
        var check = new Clocks(accesses, guarantees, isConvergent: true, budget);
        order = [];
        Contradiction? contradiction = check.Pass(out cut);
        return cut is not null ? null : contradiction ?? check.graph!.Cycle(out order);
    }

    /// <summary>Weak causal consistency (CC): the bad patterns CyclicCO, WriteCOInitRead and WriteCORead of Bouajjani et al. (POPL 2017).</summary>
    public static Contradiction? CheckCausal(Accesses accesses, Budget budget, out string? cut) => new Clocks(accesses, SessionGuarantees.All, isConvergent: false, budget).Pass(out cut);

    /// <summary>
    /// Writes follow reads alone: what a session read is ordered before what it wrote later. Only sessions that wait for each other contradict that: what a
    /// write brings along is ordered before it already.
    /// </summary>
    public static Contradiction? CheckWritesFollowReads(Accesses accesses, Budget budget, out string? cut) => new Clocks(accesses, SessionGuarantees.WritesFollowReads, isConvergent: false, budget).Pass(out cut);

    /// <summary>
    /// Visits all operations, each after what it depends on: the session's operation before it and, where reads matter to writes, its source. In the order of
    /// invocation; a session whose read returns what is yet to be visited waits, and catches up then.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Contradiction? Pass(out string? cut)
    {
        const int BetweenLooks = 1 << 10;
        cut = null;
        bool hasClocks = guarantees != SessionGuarantees.WritesFollowReads;
        var done = new bool[accesses.Source.Length];
        var waiting = new Dictionary<int, List<Session>>(); // by the write awaited
        var work = new Stack<Session>();
        int left = done.Length;
        for (int last = 0; last < done.Length; last++)
        {
            if (last % BetweenLooks == 0 && budget.IsSpent)
            {
                cut = budget.Reason;
                return null;
            }

            work.Push(sessions[accesses.SessionOf(last)]);
            while (work.TryPop(out Session? session))
            {
                int[] operations = accesses.Sessions[session.Number];
                for (; !session.IsWaiting && session.Position < operations.Length && operations[session.Position] <= last; session.Position++)
                {
                    int operation = operations[session.Position], source = accesses.Source[operation];
                    if (FollowsReads && source >= 0 && !done[source])
                    {
                        if (!waiting.TryGetValue(source, out List<Session>? others)) waiting.Add(source, others = []);
                        others.Add(session);
                        session.IsWaiting = true;
                        break;
                    }

                    if (hasClocks)
                    {
                        if (!HasRoom(session))
                        {
                            cut = "the clocks of so many sessions do not fit into memory";
                            return null;
                        }

                        if (source != Accesses.None && Read(session, operation, source) is { } contradiction) return contradiction;
                        if (accesses.IsWrite(operation)) Write(session, operation);
                    }

                    done[operation] = true;
                    left--;
                    if (hasClocks && session.Position == operations.Length - 1) End(session);
                    if (waiting.Count == 0 || !waiting.Remove(operation, out List<Session>? woken)) continue;
                    foreach (Session other in woken)
                    {
                        other.IsWaiting = false;
                        work.Push(other);
                    }
                }
            }
        }

        return left == 0 ? null : Circle();
    }

    /// <summary>Whether two more clocks fit, those of a session that begins besides.</summary>
    private bool HasRoom(Session session)
    {
        if (!clocks.HasRoom || (session.Read.Length == 0 && rows.Count < 2 && !clocks.Reserve(2))) return false;
        if (session.Read.Length == 0) (session.Read, session.Sees) = (Row(), Row());
        return true;

        int[] Row()
        {
            if (!rows.TryPop(out int[]? row)) return new int[sessions.Length];
            Array.Clear(row);
            return row;
        }
    }

    /// <summary>What a session knew is of no use when it has ended, nor is its last write's clock when nobody will read that.</summary>
    private void End(Session session)
    {
        rows.Push(session.Read);
        rows.Push(session.Sees);
        (session.Read, session.Sees) = ([], []);
        int last = session.LastWrite;
        session.LastWrite = -1;
        if (graph is not null && last >= 0 && readers[last] == 0) clocks.Return(last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Contradiction? Read(Session session, int read, int source)
    {
        int[] sees = session.Sees;
        if (guarantees.HasFlag(SessionGuarantees.MonotonicReads)) session.Read.CopyTo(sees, 0);
        else Array.Clear(sees);
        if (guarantees.HasFlag(SessionGuarantees.ReadYourWrites) && session.LastWrite >= 0) Join(sees, clocks[session.LastWrite]);
        if (source < 0) return Overwritten(session, read, source);
        Begin(source);
        Join(sees, clocks[source]);
        Join(session.Read, clocks[source]);
        Contradiction? contradiction = Overwritten(session, read, source);
        if (graph is not null && --readers[source] == 0 && sessions[accesses.SessionOf(source)].LastWrite != source) clocks.Return(source);
        return contradiction;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Contradiction? Overwritten(Session session, int read, int source)
    {
        int key = accesses.KeyOf(read);
        WritesOfKeys writes = accesses.WritesOfKeys;
        ReadOnlySpan<int> sourceClock = source >= 0 ? clocks[source] : default;
        (int list, int end) = writes.Lists(key);
        for (; list < end; list++)
        {
            // What the source brings along is ordered before it already.
            int s = writes.Session(list), known = source >= 0 ? sourceClock[s] : 0;
            if (visited[list] <= known || session.Sees[s] <= known || writes.LastNumber(session.Number, list, session.Sees[s]) <= known) continue;
            int write = writes.Last(session.Number, list);
            if (source == Accesses.Initial)
            {
                return new Contradiction(
                    [.. new[] { write, read }.Order()], $"{accesses.Describe(read)}, the initial value, though it had to see {accesses.History.Describe(key, accesses.History.Operations[write].Value)}");
            }

            if (graph is not null)
            {
                Order(graph, write, source, read);
            }
            else if (clocks[write][accesses.SessionOf(source)] >= accesses.WriteNumber[source])
            {
                return new Contradiction(
                    [.. new[] { source, write, read }.Order()],
                    $"{accesses.Describe(read)} though it had to see {accesses.History.Describe(key, accesses.History.Operations[write].Value)}, whose writer knew of {accesses.History.Describe(key, accesses.History.Operations[source].Value)} already");
            }
        }

        return null;
    }

    /// <summary>A write comes before the source of a read that had to see it; nothing new when it comes before something that the source brings along.</summary>
    private void Order(WriteGraph order, int write, int source, int read)
    {
        int known = overwrites[write] - 1;
        if (known >= 0 && clocks[source][accesses.SessionOf(known)] >= accesses.WriteNumber[known]) return;
        overwrites[write] = source + 1;
        order.Add(write, source, EdgeKind.Overwritten, read);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(Session session, int write)
    {
        Begin(write);
        Span<int> clock = clocks[write];
        int before = session.LastWrite;
        if (before >= 0) Join(clock, clocks[before]);
        if (FollowsReads)
        {
            Join(clock, session.Read);
            visited[accesses.WritesOfKeys.List(write)] = accesses.WriteNumber[write];
        }

        session.LastWrite = write;
        if (graph is not null && before >= 0 && readers[before] == 0) clocks.Return(before);
    }

    /// <summary>A write brings itself along; without writes follow reads nothing else but what its session wrote before, whose number is less.</summary>
    private void Begin(int write)
    {
        if (clocks.Has(write)) return;
        clocks.Rent(write);
        clocks[write][accesses.SessionOf(write)] = accesses.WriteNumber[write];
    }

    /// <summary>Sessions that wait for each other: each read what another wrote only later.</summary>
    private Contradiction Circle()
    {
        int session = Array.FindIndex(sessions, s => s.IsWaiting);
        var at = new Dictionary<int, int>();
        var chain = new List<int>();
        while (at.TryAdd(session, chain.Count))
        {
            int read = accesses.Sessions[session][sessions[session].Position];
            chain.Add(read);
            session = accesses.SessionOf(accesses.Source[read]);
        }

        List<int> circle = chain[at[session]..];
        string reason = circle.Count == 1
            ? $"{accesses.Describe(circle[0])} before it wrote that itself"
            : $"each read a value that was written only after the next one's read: {string.Join("; ", circle.Select(accesses.Describe))}";
        return new Contradiction([.. circle.Concat(circle.Select(r => accesses.Source[r])).Distinct().Order()], reason);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join(Span<int> into, ReadOnlySpan<int> other)
    {
        int i = 0;
        for (; i <= into.Length - Vector<int>.Count; i += Vector<int>.Count) Vector.Max(new Vector<int>(into[i..]), new Vector<int>(other[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++) into[i] = Math.Max(into[i], other[i]);
    }

    /// <summary>How far a session has come, and what it knows.</summary>
    private sealed class Session(int number)
    {
        public int Number => number;

        /// <summary>What its reads have seen.</summary>
        public int[] Read { get; set; } = [];

        /// <summary>What the read being visited has to see.</summary>
        public int[] Sees { get; set; } = [];

        public int LastWrite { get; set; } = -1;

        /// <summary>How many of its operations were visited.</summary>
        public int Position { get; set; }

        /// <summary>Whether its next read returns what is yet to be visited.</summary>
        public bool IsWaiting { get; set; }
    }
}
