using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <content>What the running thread does: answered from the graph, or added to it.</content>
internal sealed partial class ProgramRunner
{
    /// <summary>Reads.</summary>
    public long Read(in Access access)
    {
        Follow(new KnownStep { Kind = StepKind.Read, Access = access });
        int id = Replayed(EventKind.Read, access.Location);
        if (id < 0) id = Added(Search.AddRead(thread, access));
        return Returned(id);
    }

    /// <summary>Writes.</summary>
    public void Write(in Access access, long value)
    {
        Follow(new KnownStep { Kind = StepKind.Write, Access = access, Operand = value });
        int id = Replayed(EventKind.Write, access.Location);
        if (id < 0) id = Added(Search.AddWrite(thread, access, Known(access.Location, value)));
        else if (Graph.Events[id].Value != value) Replace(access.Location, Graph.Events[id].Value, value);
        Graph.Events[id].Step = step;
    }

    /// <summary>Reads, modifies and writes; returns the value read, and whether it has written.</summary>
    public long Modify(in Access access, Update update, long operand, long comparand, out bool written)
    {
        bool fenced = model.FencesUpdates && access.Order == MemoryOrder.Full;
        if (fenced) Fence(MemoryOrder.Full, access.Site);
        Follow(new KnownStep { Kind = StepKind.Modify, Access = access, Update = update, Operand = operand, Comparand = comparand });
        int id = Replayed(EventKind.UpdateRead, access.Location);
        if (id < 0) id = Added(Search.AddUpdate(thread, access, update, Known(access.Location, operand), comparand));
        else if (Graph.Events[id].Operand != operand) Replace(access.Location, Graph.Events[id].Operand, operand);
        long old = Returned(id);
        written = UpdateFunction.Writes(Graph.Events[id], old);
        if (written) position++;
        if (fenced) Fence(MemoryOrder.Full, access.Site);
        return old;
    }

    /// <summary>A fence.</summary>
    public void Fence(MemoryOrder order, int site)
    {
        if (!model.HasFences) return;
        Follow(new KnownStep { Kind = StepKind.Fence, Access = new Access((int)order, order, site) });
        int id = Replayed(EventKind.Fence, (int)order);
        if (id < 0) id = Added(Search.AddOther(thread, EventKind.Fence, order, (int)order, site));
        Graph.Events[id].Step = step;
    }

    /// <summary>Starts a thread; returns its index, which depends only on the thread that starts it and on how many it has started before.</summary>
    /// <param name="body">What it does.</param>
    /// <param name="code">What is equal for threads that run the same code with the same argument, or null.</param>
    /// <param name="isBackground">Whether it does not keep the program from ending.</param>
    /// <param name="site">Where in the program.</param>
    public int Start(Action body, object? code, bool isBackground, int site)
    {
        int started = ChildOf(thread, starts++);
        Follow(new KnownStep { Kind = StepKind.Start, Access = new Access(started, MemoryOrder.Full, site), Comparand = isBackground ? 1 : 0 }, body, code);
        bodies[started] = body;
        Symmetry.Note(started, code);
        if (Symmetry.IsTwin(Graph, thread)) Symmetry.Break();
        int id = Replayed(EventKind.Start, started);
        if (id < 0) id = AddStart(started, isBackground, site);
        Graph.Events[id].Step = step;
        return started;
    }

    private int AddStart(int started, bool isBackground, int site)
    {
        int at = Graph.Threads[thread].Length;
        Graph.TouchThread(started);
        var state = Graph.Threads[started];
        (state.Parent, state.ParentPosition, state.Status) = (thread, at, ThreadStatus.Runnable);
        state.Twin = Symmetry.TwinOf(Graph, thread, at, started);
        int id = Added(Search.AddOther(thread, EventKind.Start, MemoryOrder.Full, started, site));
        Graph.Events[id].Value = isBackground ? 1 : 0;
        return id;
    }

    /// <summary>A thread that has been started is to keep the program from ending, or not.</summary>
    public void SetBackground(int started, bool isBackground)
    {
        ForgetRun();
        Graph.Events[Graph.StartOf(started)].Value = isBackground ? 1 : 0;
    }

    /// <summary>Waits for a thread to end, running others meanwhile.</summary>
    public void Join(int other, int site)
    {
        Follow(new KnownStep { Kind = StepKind.Join, Access = new Access(other, MemoryOrder.Full, site) });
        var state = Graph.Threads[thread];
        if (position == state.Length && (isRepeating || Graph.Threads[other].Status != ThreadStatus.Finished))
        {
            state.Waiting = other;
            Stop(state, ThreadStatus.Joining);
        }

        int id = Replayed(EventKind.Join, other);
        if (id < 0) id = Added(Search.AddOther(thread, EventKind.Join, MemoryOrder.Full, other, site));
        Graph.Events[id].Step = step;
    }

    /// <summary>
    /// Ends this run of the thread: it waits until something it read since <paramref name="from"/> is overwritten. In an execution that is
    /// directed it returns where something is already: the thread reads again.
    /// </summary>
    public void Block(int from)
    {
        var state = Graph.Threads[thread];
        Follow(new KnownStep { Kind = StepKind.Wait, Access = new Access(from, MemoryOrder.Plain, 0) });
        (state.Waiting, state.Status) = (from, ThreadStatus.Blocked);
        if (Directed is null || !IsOverwritten(state, from, position)) throw BlockedException.Instance;
        state.Status = ThreadStatus.Runnable;
    }

    /// <summary>Ends this run of the thread, which is run again at once.</summary>
    public void RunAgain()
    {
        isAgain = true;
        Stop(Graph.Threads[thread], ThreadStatus.Preempted);
    }

    /// <summary>Stops the thread: what it does from here is not explored.</summary>
    public void CutShort() => Stop(Graph.Threads[thread], ThreadStatus.CutShort);

    /// <summary>
    /// Whether the running thread has only read since a position, or written what was there, or fenced, or taken locks and given them back: unless others
    /// try to take locks, and go on where they cannot, nobody can tell.
    /// </summary>
    public bool HasOnlyRead(int from, bool mayLock = false)
    {
        var events = Graph.Threads[thread].Events;
        for (int at = from; at < position; at++)
        {
            ref var e = ref Graph.Events[events[at]];
            if (e.Kind is EventKind.Read or EventKind.UpdateRead or EventKind.Fence) continue;
            if (e.Kind == EventKind.UpdateWrite && e.Value == Graph.Events[events[at - 1]].Value) continue;
            if (!mayLock || !e.IsWrite || !Monitors.IsLock(e.Location) || !IsInPair(from, at)) return false;
        }

        return true;
    }

    /// <summary>Whether a lock that is taken at a position is given back later, or one that is given back was taken since another.</summary>
    private bool IsInPair(int from, int at)
    {
        var events = Graph.Threads[thread].Events;
        ref var e = ref Graph.Events[events[at]];
        bool isTaken = e.Kind == EventKind.UpdateWrite;
        for (int other = at + (isTaken ? 1 : -1); other >= from && other < position; other += isTaken ? 1 : -1)
        {
            ref var found = ref Graph.Events[events[other]];
            if (found.IsWrite && found.Location == e.Location) return (found.Kind == EventKind.UpdateWrite) != isTaken;
        }

        return false;
    }

    /// <summary>The event that this operation is in the graph already, or -1.</summary>
    private int Replayed(EventKind kind, int location)
    {
        var state = Graph.Threads[thread];
        int at = position++;
        if (at >= state.Length)
        {
            if (state.Status != ThreadStatus.Runnable) throw BlockedException.Instance;
            if (isRepeating) Stop(state, ThreadStatus.Preempted);
            Tick();
            if (at >= MaxOperations) Stop(state, ThreadStatus.CutShort);
            if (kind != EventKind.Join) Symmetry.Pass(Graph, thread, at);
            if (Directed is not null) AwaitTurn(state);
            return -1;
        }

        int id = state.Events[at];
        ref var e = ref Graph.Events[id];
        if (e.Kind != kind || e.Location != location) throw new NondeterministicProgramException(thread, at);
        return id;
    }

    private static void Stop(ThreadState state, ThreadStatus status)
    {
        state.Status = status;
        throw BlockedException.Instance;
    }
}
