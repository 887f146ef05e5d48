using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>
/// What the search asks of a memory model. Every model here has coherence order total by location, keeps read-modify-writes atomic
/// (which the search sees to), has no cycle of program order and reads-from, and allows an access to be added at its thread's end that
/// reads from, or becomes, the last store in coherence order. For such models the stores an access may read from, or follow, are always
/// an upper end of coherence order; so a model has to name only where it begins.
/// </summary>
internal abstract class ConsistencyModel
{
    private readonly Stack<int> unfollowed = new();
    private int[] marks = new int[64];
    private int tick;

    /// <summary>Whether graphs carry a happens-before clock.</summary>
    public virtual bool HappensBefore => false;

    /// <summary>Whether fences are events; if not, they are nothing.</summary>
    public virtual bool HasFences => true;

    /// <summary>Whether an Interlocked operation is one between two full fences, rather than ordered by itself.</summary>
    public virtual bool FencesUpdates => false;

    /// <summary>Whether a compare-exchange keeps less order when it fails.</summary>
    public virtual bool WeakFailure => false;

    /// <summary>Notes what the model needs to know of an event just appended; a read reads from nothing yet.</summary>
    public abstract void Added(ExecutionGraph graph, int id);

    /// <summary>Notes what follows from what a read reads from.</summary>
    public virtual void Linked(ExecutionGraph graph, int read, bool writes)
    {
    }

    /// <summary>The last store in coherence order that the access must not be before: it reads from it or a later one, or is placed after it.</summary>
    /// <param name="graph">The graph, in which the access is the last of its thread; what it reads from is disregarded.</param>
    /// <param name="id">The access.</param>
    /// <param name="writes">Of the read of a read-modify-write: whether it will write.</param>
    public abstract int Baseline(ExecutionGraph graph, int id, bool writes);

    /// <summary>
    /// The events before another in its thread, or before that is started, which stay before it for all that other threads can see; and whether
    /// they do so whatever the others are, or only between what synchronises.
    /// </summary>
    public abstract IReadOnlyList<(int Before, bool Always)> KeptBefore(ExecutionGraph graph, int id);

    /// <summary>Forgets what <see cref="MarkBefore"/> has marked.</summary>
    public virtual void ForgetMarks(ExecutionGraph graph) => ClearMarks(graph);

    /// <summary>
    /// Marks an event of a whole execution, and at least all events that it must not be told to be before: where a message from its thread, sent after it,
    /// reached theirs before them, the execution would not be one of the model. Here all that is before it by program order and by what is seen.
    /// </summary>
    public virtual void MarkBefore(ExecutionGraph graph, int id)
    {
        Follow(id);
        while (unfollowed.TryPop(out int next))
        {
            ref var e = ref graph.Events[next];
            Follow(graph.Before(next));
            if (e.Kind == EventKind.Join && graph.Threads[e.Location].Length > 0) Follow(graph.Threads[e.Location].Events[graph.Threads[e.Location].Length - 1]);
            if (e.IsRead) Follow(e.ReadsFrom);
            if (!e.IsWrite) continue;
            Follow(e.CoPrevious);
            for (int reader = graph.FirstReader(e.CoPrevious); reader >= 0; reader = graph.Events[reader].NextReader) Follow(reader);
        }
    }

    /// <summary>Whether an event was marked.</summary>
    public bool IsBefore(int id) => IsMarked(id);

    /// <summary>Forgets all marks.</summary>
    protected void ClearMarks(ExecutionGraph graph)
    {
        if (marks.Length < graph.Events.Length) marks = new int[graph.Events.Length];
        tick++;
    }

    /// <summary>Marks an event; false if it was already.</summary>
    protected bool Mark(int id)
    {
        if (marks[id] == tick) return false;
        marks[id] = tick;
        return true;
    }

    /// <summary>Whether an event is marked.</summary>
    protected bool IsMarked(int id) => marks[id] == tick;

    private void Follow(int id)
    {
        if (id >= 0 && Mark(id)) unfollowed.Push(id);
    }

    /// <summary>The last marked store of a location in coherence order, or its initial value.</summary>
    protected int LastMarked(ExecutionGraph graph, int location)
    {
        int store = graph.Locations[location].Last;
        while (store >= 0 && !IsMarked(store)) store = graph.Events[store].CoPrevious;
        return store;
    }
}
