using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Runs the threads of a program on one OS thread, without switching between them: a graph can grow in any order, so each thread runs to
/// its end, or until it cannot go on, from its beginning every time. The operations that are in the graph already are answered from
/// it; the first that is not is added to it. A thread that cannot go on is abandoned by an exception of its own.
/// </summary>
internal sealed class ProgramRunner
{
    private readonly ConsistencyModel model;
    private readonly Action?[] bodies;
    private readonly ChildThreads children;
    private int initial;
    private int thread;
    private int position;
    private int starts;

    /// <summary>A runner of programs of at most <paramref name="width"/> threads.</summary>
    public ProgramRunner(Func<LocationTable, ConsistencyModel> createModel, int width, Func<ConsistencyModel, LocationTable, int, Search>? createSearch = null, ChildThreads? children = null)
    {
        model = createModel(Locations);
        this.children = children ?? new ChildThreads();
        Width = width;
        bodies = new Action?[width];
        Errors = new Exception?[width];
        Search = createSearch?.Invoke(model, Locations, width) ?? new Search(model, Locations, width);
        Names = new LocationNames(Locations, Objects);
        Monitors = new Monitors(this);
        Loops = new Loops(this);
    }

    /// <summary>How many operations a thread may do.</summary>
    public int MaxOperations { get; init; } = ExplorationOptions.MostOperations;

    /// <summary>How many threads there can be.</summary>
    public int Width { get; }

    /// <summary>The program's locations.</summary>
    public LocationTable Locations { get; } = new();

    /// <summary>The program's objects.</summary>
    public ObjectTable Objects { get; } = new();

    /// <summary>Which field of which object is which location.</summary>
    public LocationNames Names { get; }

    /// <summary>The objects the threads create.</summary>
    public Allocations Allocations { get; } = new();

    /// <summary>The locks.</summary>
    public Monitors Monitors { get; }

    /// <summary>The loops the running thread is in.</summary>
    public Loops Loops { get; }

    /// <summary>The search whose graph is extended.</summary>
    public Search Search { get; }

    /// <summary>What the threads that have failed threw last.</summary>
    public Exception?[] Errors { get; }

    /// <summary>The thread that runs.</summary>
    public int Thread => thread;

    /// <summary>How many events of the running thread have been passed.</summary>
    public int Position => position;

    private ExecutionGraph Graph => Search.Graph;

    /// <summary>Adds the threads of a program, and one that runs its end when all have ended.</summary>
    public void AddThreads(ExplorationProgram program)
    {
        foreach (var thread in program.Threads) AddThread(thread);
        if (program.Final is not { } final) return;
        int count = program.Threads.Count;
        AddThread(() =>
        {
            for (int other = 0; other < count; other++) Join(other, 0);
            final();
        });
    }

    /// <summary>Begins with the empty graph and takes a path; false when it ends in a graph that is not consistent.</summary>
    public bool Restart(ReadOnlySpan<int> path)
    {
        Search.Restart();
        for (int i = 0; i < initial; i++)
        {
            Graph.TouchThread(i);
            Graph.Threads[i].Status = ThreadStatus.Runnable;
        }

        bool consistent = true;
        foreach (int number in path)
        {
            if (consistent) RunToEnd(stopAtFailure: false);
            consistent = Search.Take(number);
        }

        return consistent;
    }

    /// <summary>Runs all threads as far as they go, or until one of them fails; returns the first that has failed, or -1.</summary>
    public int RunToEnd(bool stopAtFailure)
    {
        while (NextRunnable() is var next && next >= 0)
        {
            Run(next);
            if (stopAtFailure && Graph.Threads[next].Status == ThreadStatus.Failed) return next;
        }

        for (int i = 0; i < Graph.ThreadCount; i++)
            if (Graph.Threads[i].Status == ThreadStatus.Failed) return i;
        return -1;
    }

    /// <summary>Whether a thread was stopped by the bound on its operations.</summary>
    public bool IsCutShort()
    {
        for (int i = 0; i < Graph.ThreadCount; i++)
            if (Graph.Threads[i].Status == ThreadStatus.CutShort) return true;
        return false;
    }

    /// <summary>Whether all started threads have ended.</summary>
    public bool IsComplete()
    {
        for (int i = 0; i < Graph.ThreadCount; i++)
            if (Graph.Threads[i].Status is ThreadStatus.Blocked or ThreadStatus.Joining or ThreadStatus.CutShort) return false;
        return true;
    }

    /// <summary>
    /// In an execution that cannot go on: says who waits, when nothing can change that, because all that wait read the last store there
    /// is; null when other executions have the threads go on.
    /// </summary>
    public string? Deadlock()
    {
        List<string> waiting = [];
        for (int i = 0; i < Graph.ThreadCount; i++)
        {
            var state = Graph.Threads[i];
            if (state.Status == ThreadStatus.Joining) waiting.Add($"thread {i} waits for the end of thread {state.Waiting}");
            if (state.Status != ThreadStatus.Blocked) continue;
            for (int at = state.Waiting; at < state.Length; at++)
            {
                ref var e = ref Graph.Events[state.Events[at]];
                if (e.IsRead && Graph.CoNext(e.ReadsFrom) >= 0) return null;
            }

            waiting.Add($"thread {i} waits for a change of {Locations[Graph.Events[state.Events[state.Length - 1]].Location].Name}");
        }

        return string.Join("; ", waiting);
    }

    /// <summary>Reads.</summary>
    public long Read(in Access access)
    {
        int id = Replayed(EventKind.Read, access.Location);
        if (id < 0) id = Search.AddRead(thread, access);
        return Graph.Events[id].Value;
    }

    /// <summary>Writes.</summary>
    public void Write(in Access access, long value)
    {
        if (Replayed(EventKind.Write, access.Location) < 0) Search.AddWrite(thread, access, value);
    }

    /// <summary>Reads, modifies and writes; returns the value read, and whether it has written.</summary>
    public long Modify(in Access access, Update update, long operand, long comparand, out bool written)
    {
        bool fenced = model.FencesUpdates && access.Order == MemoryOrder.Full;
        if (fenced) Fence(MemoryOrder.Full, access.Site);
        int id = Replayed(EventKind.UpdateRead, access.Location);
        if (id < 0) id = Search.AddUpdate(thread, access, update, operand, comparand);
        long old = Graph.Events[id].Value;
        written = UpdateFunction.Writes(Graph.Events[id], old);
        if (written) position++;
        if (fenced) Fence(MemoryOrder.Full, access.Site);
        return old;
    }

    /// <summary>A fence.</summary>
    public void Fence(MemoryOrder order, int site)
    {
        if (model.HasFences && Replayed(EventKind.Fence, (int)order) < 0) Search.AddOther(thread, EventKind.Fence, order, (int)order, site);
    }

    /// <summary>Starts a thread; returns its index, which depends only on the thread that starts it and on how many it has started before.</summary>
    public int Start(Action body, int site)
    {
        int started = ChildOf(thread, starts++);
        bodies[started] = body;
        if (Replayed(EventKind.Start, started) >= 0) return started;
        Graph.TouchThread(started);
        var state = Graph.Threads[started];
        (state.Parent, state.ParentPosition, state.Status) = (thread, position - 1, ThreadStatus.Runnable);
        Search.AddOther(thread, EventKind.Start, MemoryOrder.Full, started, site);
        return started;
    }

    /// <summary>Waits for a thread to end, running others meanwhile.</summary>
    public void Join(int other, int site)
    {
        var state = Graph.Threads[thread];
        if (position == state.Length && Graph.Threads[other].Status != ThreadStatus.Finished)
        {
            (state.Status, state.Waiting) = (ThreadStatus.Joining, other);
            throw BlockedException.Instance;
        }

        if (Replayed(EventKind.Join, other) < 0) Search.AddOther(thread, EventKind.Join, MemoryOrder.Full, other, site);
    }

    /// <summary>Ends this run of the thread: it waits until something it read since <paramref name="from"/> is overwritten.</summary>
    public void Block(int from)
    {
        var state = Graph.Threads[thread];
        (state.Status, state.Waiting) = (ThreadStatus.Blocked, from);
        throw BlockedException.Instance;
    }

    /// <summary>Whether the running thread has only read, or fenced, since a position.</summary>
    public bool HasOnlyRead(int from)
    {
        var events = Graph.Threads[thread].Events;
        for (int at = from; at < position; at++)
            if (Graph.Events[events[at]].Kind is not (EventKind.Read or EventKind.UpdateRead or EventKind.Fence)) return false;
        return true;
    }

    /// <summary>The event that this operation is in the graph already, or -1.</summary>
    private int Replayed(EventKind kind, int location)
    {
        var state = Graph.Threads[thread];
        int at = position++;
        if (at >= state.Length) return at < MaxOperations ? -1 : CutShort(state);
        int id = state.Events[at];
        ref var e = ref Graph.Events[id];
        if (e.Kind != kind || e.Location != location) throw new NondeterministicProgramException(thread, at);
        return id;
    }

    private static int CutShort(ThreadState state)
    {
        state.Status = ThreadStatus.CutShort;
        throw BlockedException.Instance;
    }

    private int NextRunnable()
    {
        for (int i = 0; i < Graph.ThreadCount; i++)
        {
            var state = Graph.Threads[i];
            if (state.Status == ThreadStatus.Runnable) return i;
            if (state.Status == ThreadStatus.Joining && Graph.Threads[state.Waiting].Status == ThreadStatus.Finished) return i;
        }

        return -1;
    }

    private void Run(int next)
    {
        (thread, position, starts) = (next, 0, 0);
        Allocations.Restart(next);
        Monitors.Restart();
        Loops.Restart();
        Graph.Threads[next].Status = ThreadStatus.Runnable;
        try
        {
            bodies[next]!();
            Graph.Threads[next].Status = ThreadStatus.Finished;
        }
        catch (BlockedException)
        {
            // The thread's status says what it waits for.
        }
        catch (Exception error) when (error is not (NondeterministicProgramException or TooManyThreadsException))
        {
            // Whatever the program throws is its failure, and what the user asked for.
            Graph.Threads[next].Status = ThreadStatus.Failed;
            Errors[next] = error;
        }
    }

    private void AddThread(Action body)
    {
        if (initial == Width) throw new TooManyThreadsException();
        bodies[initial++] = body;
    }

    private int ChildOf(int parent, int ordinal)
    {
        int child = initial + children.NumberOf(parent, ordinal);
        return child < Width ? child : throw new TooManyThreadsException();
    }
}
