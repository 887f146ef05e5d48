using System.Numerics;
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
    private const long MostNumbers = 1L << 29;

    private readonly Accesses accesses;
    private readonly SessionGuarantees guarantees;
    private readonly int sessions;
    private readonly int[] row; // of each write among the clocks
    private readonly int[] clocks; // a row a write: what it brings along
    private readonly int[] overwrites; // of each write, the last one that it is known to come before
    private readonly WriteGraph? graph;

    private Clocks(Accesses accesses, SessionGuarantees guarantees, bool isConvergent)
    {
        (this.accesses, this.guarantees) = (accesses, guarantees);
        sessions = accesses.Sessions.Length;
        row = new int[accesses.Source.Length];
        int rows = 0;
        for (int i = 0; i < row.Length; i++) row[i] = accesses.IsWrite(i) ? rows++ : -1;
        clocks = guarantees == SessionGuarantees.WritesFollowReads ? [] : new int[(long)rows * sessions];
        overwrites = isConvergent ? new int[rows] : [];
        Array.Fill(overwrites, -1);
        if (!guarantees.HasFlag(SessionGuarantees.WritesFollowReads))
        {
            // A write then brings along its session's writes only, whatever is visited first.
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i] >= 0) clocks[(row[i] * sessions) + accesses.SessionOf(i)] = accesses.WriteNumber[i];
            }
        }

        if (!isConvergent) return;
        graph = new WriteGraph(accesses);
        graph.AddSessions();
        if (guarantees.HasFlag(SessionGuarantees.WritesFollowReads)) graph.AddReads();
    }

    /// <summary>Whether the clocks of a history fit into memory.</summary>
    public static bool Fits(Accesses accesses) => (long)accesses.Sessions.Length * accesses.Source.Length < MostNumbers;

    /// <summary>The guarantees together, monotonic writes among them, under one arbitration of the writes.</summary>
    public static Contradiction? Check(Accesses accesses, SessionGuarantees guarantees, out int[] order)
    {
        var check = new Clocks(accesses, guarantees, isConvergent: true);
        order = [];
        return check.Pass() ?? check.graph!.Cycle(out order);
    }

    /// <summary>Weak causal consistency (CC): the bad patterns CyclicCO, WriteCOInitRead and WriteCORead of Bouajjani et al. (POPL 2017).</summary>
    public static Contradiction? CheckCausal(Accesses accesses) => new Clocks(accesses, SessionGuarantees.All, isConvergent: false).Pass();

    /// <summary>
    /// Writes follow reads alone: what a session read is ordered before what it wrote later. Only sessions that wait for each other contradict that: what a
    /// write brings along is ordered before it already.
    /// </summary>
    public static Contradiction? CheckWritesFollowReads(Accesses accesses) => new Clocks(accesses, SessionGuarantees.WritesFollowReads, isConvergent: false).Pass();

    /// <summary>Visits all operations, each after what it depends on: the session's operation before it and, where reads matter to writes, its source.</summary>
    private Contradiction? Pass()
    {
        bool waits = guarantees.HasFlag(SessionGuarantees.WritesFollowReads);
        var position = new int[sessions];
        var done = new bool[row.Length];
        var waiting = new Dictionary<int, List<int>>(); // by the write awaited, the sessions that wait
        var states = new Session[sessions];
        for (int s = 0; s < sessions; s++) states[s] = new Session(sessions);
        var work = new Stack<int>(Enumerable.Range(0, sessions).Reverse());
        int left = row.Length;
        while (work.TryPop(out int session))
        {
            int[] operations = accesses.Sessions[session];
            while (position[session] < operations.Length)
            {
                int operation = operations[position[session]], source = accesses.Source[operation];
                if (waits && source >= 0 && !done[source])
                {
                    if (!waiting.TryGetValue(source, out List<int>? others)) waiting.Add(source, others = []);
                    others.Add(session);
                    break;
                }

                if (clocks.Length > 0 && source != Accesses.None && Read(states[session], operation, source) is { } contradiction) return contradiction;
                if (clocks.Length > 0 && accesses.IsWrite(operation)) Write(states[session], session, operation);
                done[operation] = true;
                left--;
                position[session]++;
                if (waits && waiting.Remove(operation, out List<int>? woken)) woken.ForEach(work.Push);
            }
        }

        return left == 0 ? null : Circle(position);
    }

    private Contradiction? Read(Session state, int read, int source)
    {
        int[] sees = state.Sees;
        if (guarantees.HasFlag(SessionGuarantees.MonotonicReads)) state.Read.CopyTo(sees, 0);
        else Array.Clear(sees);
        if (guarantees.HasFlag(SessionGuarantees.ReadYourWrites) && state.LastWrite >= 0) Join(sees, state.LastWrite);
        if (source >= 0)
        {
            Join(sees, source);
            Join(state.Read, source);
        }

        return Overwritten(sees, read, source);
    }

    private Contradiction? Overwritten(int[] sees, int read, int source)
    {
        int key = accesses.KeyOf(read);
        ReadOnlySpan<int> sourceClock = source >= 0 ? Row(source) : default;
        (int list, int end) = accesses.WritesOfKeys.Lists(key);
        for (; list < end; list++)
        {
            // What the source brings along is ordered before it already.
            int s = accesses.WritesOfKeys.Session(list);
            if (sees[s] == 0 || (source >= 0 && sees[s] <= sourceClock[s])) continue;
            int write = accesses.WritesOfKeys.Last(list, sees[s]);
            if (write < 0 || write == source || (source >= 0 && accesses.WriteNumber[write] <= sourceClock[s])) continue;
            if (source == Accesses.Initial)
            {
                return new Contradiction(
                    [.. new[] { write, read }.Order()], $"{accesses.Describe(read)}, the initial value, though it had to see {accesses.History.Describe(key, accesses.History.Operations[write].Value)}");
            }

            if (graph is not null)
            {
                Order(graph, write, source, read);
            }
            else if (Row(write)[accesses.SessionOf(source)] >= accesses.WriteNumber[source])
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
        ref int known = ref overwrites[row[write]];
        if (known >= 0 && Row(source)[accesses.SessionOf(known)] >= accesses.WriteNumber[known]) return;
        known = source;
        order.Add(write, source, EdgeKind.Overwritten, read);
    }

    private void Write(Session state, int session, int write)
    {
        Span<int> clock = Row(write);
        if (state.LastWrite >= 0) Row(state.LastWrite).CopyTo(clock);
        if (guarantees.HasFlag(SessionGuarantees.WritesFollowReads)) Join(clock, state.Read);
        clock[session] = Math.Max(clock[session], accesses.WriteNumber[write]);
        state.LastWrite = write;
    }

    /// <summary>Sessions that wait for each other: each read what another wrote only later.</summary>
    private Contradiction Circle(int[] position)
    {
        int session = Enumerable.Range(0, sessions).First(s => position[s] < accesses.Sessions[s].Length);
        var at = new Dictionary<int, int>();
        var chain = new List<int>();
        while (at.TryAdd(session, chain.Count))
        {
            int read = accesses.Sessions[session][position[session]];
            chain.Add(read);
            session = accesses.SessionOf(accesses.Source[read]);
        }

        List<int> circle = chain[at[session]..];
        string reason = circle.Count == 1
            ? $"{accesses.Describe(circle[0])} before it wrote that itself"
            : $"each read a value that was written only after the next one's read: {string.Join("; ", circle.Select(accesses.Describe))}";
        return new Contradiction([.. circle.Concat(circle.Select(r => accesses.Source[r])).Distinct().Order()], reason);
    }

    private Span<int> Row(int write) => clocks.AsSpan(row[write] * sessions, sessions);

    private void Join(Span<int> into, int write) => Join(into, Row(write));

    private static void Join(Span<int> into, ReadOnlySpan<int> other)
    {
        int i = 0;
        for (; i <= into.Length - Vector<int>.Count; i += Vector<int>.Count) Vector.Max(new Vector<int>(into[i..]), new Vector<int>(other[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++) into[i] = Math.Max(into[i], other[i]);
    }

    private sealed class Session(int sessions)
    {
        public int[] Read { get; } = new int[sessions];

        public int[] Sees { get; } = new int[sessions];

        public int LastWrite { get; set; } = -1;
    }
}
