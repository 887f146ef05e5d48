namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Which threads are twins: those that run the same code with the same argument, there from the start or started one after the other with nothing
/// between. Exchanging them then changes nothing that can be seen, as long as nobody asks who is who.
/// </summary>
/// <param name="isOn">Whether twins are looked for.</param>
internal sealed class Symmetry(bool isOn)
{
    private readonly List<object?> codes = [];
    private bool isAsked;

    /// <summary>Whether there have been twins.</summary>
    public bool HasTwins { get; private set; }

    /// <summary>Whether twins have been told apart, so that what was explored does not stand for all there is.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Somebody has asked for what differs between twins, or may have.</summary>
    public void Break()
    {
        isAsked = true;
        IsBroken |= HasTwins;
    }

    /// <summary>Notes what a thread runs: what is equal for threads of the same code and argument.</summary>
    public void Note(int thread, object? code)
    {
        while (codes.Count <= thread) codes.Add(null);
        codes[thread] = code;
    }

    /// <summary>The nearest twin among the threads from one on that are there from the start, or -1.</summary>
    public int TwinOf(int thread)
    {
        int twin = thread;
        while (--twin >= 0 && !AreTwins(twin, thread)) { }
        return Found(twin);
    }

    /// <summary>The nearest twin that was started by the events just before one of the thread that starts both, or -1.</summary>
    public int TwinOf(ExecutionGraph graph, int parent, int position, int thread)
    {
        while (--position >= 0)
        {
            ref var e = ref graph.Events[graph.Threads[parent].Events[position]];
            if (e.Kind != EventKind.Start) return -1;
            if (AreTwins(e.Location, thread)) return Found(e.Location);
        }

        return -1;
    }

    /// <summary>
    /// A thread goes on, or ends, behind the events before a position. When it has waited for the end of one twin, it must have waited for all:
    /// otherwise the one it waited for is not like the others.
    /// </summary>
    public void Pass(ExecutionGraph graph, int thread, int position)
    {
        if (!HasTwins || IsBroken) return;
        int[] events = graph.Threads[thread].Events;
        for (int last = position - 1; last >= 0 && graph.Events[events[last]].Kind == EventKind.Join; last--)
        {
            int joined = graph.Events[events[last]].Location;
            for (int other = 0; other < graph.ThreadCount; other++)
                if (IsTwin(graph, joined, other) && !HasJoined(graph, thread, position, other)) IsBroken = true;
        }
    }

    /// <summary>
    /// An event has been added: a twin that has done the same so far must do the like. It need not where it has asked for what differs by itself, as
    /// the hash code of an object of its own.
    /// </summary>
    public void Check(ExecutionGraph graph, LocationTable locations, int id)
    {
        if (!HasTwins || graph.Threads[graph.Events[id].Thread].Twin < 0) return;
        int counterpart = Twins.CounterpartOf(graph, id);
        if (counterpart < 0) return;
        ref var e = ref graph.Events[id];
        ref var other = ref graph.Events[counterpart];
        if (e.Kind != other.Kind || (e.IsAccess && e.Location != other.Location && locations[e.Location].Owner == locations[other.Location].Owner)) IsBroken = true;
    }

    private static bool HasJoined(ExecutionGraph graph, int thread, int position, int joined)
    {
        for (int at = 0; at < position; at++)
            if (graph.Events[graph.Threads[thread].Events[at]] is { Kind: EventKind.Join } join && join.Location == joined) return true;
        return false;
    }

    /// <summary>Whether a thread has a twin.</summary>
    public static bool IsTwin(ExecutionGraph graph, int thread)
    {
        if (graph.Threads[thread].Twin >= 0) return true;
        for (int other = 0; other < graph.ThreadCount; other++)
            if (graph.Threads[other].Twin == thread) return true;
        return false;
    }

    /// <summary>Whether two threads are twins of each other.</summary>
    private static bool IsTwin(ExecutionGraph graph, int left, int right) =>
        left != right && Eldest(graph, left) == Eldest(graph, right);

    private static int Eldest(ExecutionGraph graph, int thread)
    {
        while (graph.Threads[thread].Twin >= 0) thread = graph.Threads[thread].Twin;
        return thread;
    }

    private bool AreTwins(int left, int right) => isOn && codes[left] is { } code && code.Equals(codes[right]);

    private int Found(int twin)
    {
        HasTwins |= twin >= 0;
        IsBroken |= HasTwins && isAsked;
        return twin;
    }
}
