namespace MemoryModelLab.Exploration.Engine;

/// <content>Threads go on without being run, as far as it is known what they do.</content>
internal sealed partial class ProgramRunner
{
    private readonly int[] lastRuns;
    private KnownRuns? known;
    private bool isRepeating;
    private int runs;
    private int step = KnownRuns.Unknown;
    private long returned;

    /// <summary>What the running thread does next depends on more than what its reads have returned: it is not to be remembered.</summary>
    public void ForgetRun() => step = KnownRuns.Unknown;

    /// <summary>The running thread does something: it is as known, or is known from now on.</summary>
    private void Follow(in KnownStep done, Action? body = null, object? code = null)
    {
        if (step < 0 || Graph.Threads[thread].Status != ThreadStatus.Runnable) return;
        int next = known!.After(step, returned);
        if (next < 0) next = body is null ? known.Add(step, returned, done) : known.AddStart(step, returned, done, body, code);
        else if (known[next].Kind != done.Kind || known[next].Access.Location != done.Access.Location) throw new NondeterministicProgramException(thread, position);
        known.Pass(next, lastRuns[thread]);
        (step, returned) = (next, 0);
    }

    /// <summary>What the running thread's read has returned.</summary>
    private long Returned(int id)
    {
        ref var e = ref Graph.Events[id];
        e.Step = step;
        return returned = e.Value;
    }

    /// <summary>
    /// What a thread was given by its parent, memory that is no part of the graph, is what the parent's last run has made. If that was not of this execution up to
    /// the start of the thread, it is done again. False if it has failed.
    /// </summary>
    private bool Prepare(int next)
    {
        if (Graph.Threads[next].Parent is not (>= 0 and var parent) || known!.IsOf(Graph.Events[Graph.StartOf(next)].Step, lastRuns[parent])) return true;
        var state = Graph.Threads[parent];
        var (status, waiting) = (state.Status, state.Waiting);
        if (Prepare(parent)) Repeat(parent);
        if (IsInterrupted) return false;
        if (state.Status == ThreadStatus.Failed && status != ThreadStatus.Failed)
        {
            (Graph.Threads[next].Status, Errors[next]) = (ThreadStatus.Failed, Errors[parent]);
            return false;
        }

        (state.Status, state.Waiting) = (status, waiting);
        return true;
    }

    private void Repeat(int again)
    {
        isRepeating = true;
        try
        {
            RunCode(again);
        }
        finally
        {
            isRepeating = false;
        }
    }

    /// <summary>What is written: an object that a run before has made in place of the one at hand, if there is one.</summary>
    private long Known(int location, long value)
    {
        if (step < 0 || !Locations[location].IsReference || known![step].Operand is var before && before == value) return value;
        return Objects.Replace(before, value) ? before : value;
    }

    /// <summary>What is written again is an object in place of the one that is in the graph, as which it is to be remembered.</summary>
    private void Replace(int location, long before, long value)
    {
        if (Locations[location].IsReference && Objects.Replace(before, value) && step >= 0 && known![step].Operand == value) known.Rename(step, before);
    }

    /// <summary>Where the runs of a thread begin.</summary>
    private int RootOf(ThreadState state, int index)
    {
        if (known is null) return KnownRuns.Unknown;
        return state.Parent < 0 ? known.RootOf(index) : known.RootBehind(Graph.Events[Graph.StartOf(index)].Step);
    }

    /// <summary>What a thread runs.</summary>
    private Action BodyOf(ThreadState state, int index)
    {
        if (known is null || state.Parent < 0) return bodies[index]!;
        int start = Graph.Events[Graph.StartOf(index)].Step;
        return known.RootBehind(start) >= 0 ? known.StartedBy(start).Body : bodies[index]!;
    }

    /// <summary>Has a thread go on without being run; false when it comes to where what it does is not known.</summary>
    private bool GoOn(int next)
    {
        var state = Graph.Threads[next];
        (int at, long value) = LastStep(state, next);
        int following = known!.After(at, value);
        if (following < 0) return false;
        (thread, state.Status) = (next, ThreadStatus.Runnable);
        for (; following >= 0; following = known.After(at, value))
        {
            ref readonly var done = ref known[following];
            (position, at, value) = (state.Length, following, 0);
            switch (done.Kind)
            {
                case StepKind.End:
                    Symmetry.Pass(Graph, next, position);
                    state.Status = ThreadStatus.Finished;
                    return true;
                case StepKind.Wait:
                    (state.Waiting, state.Status) = (done.Access.Location, ThreadStatus.Blocked);
                    return true;
                case StepKind.Join when Graph.Threads[done.Access.Location].Status != ThreadStatus.Finished:
                    (state.Waiting, state.Status) = (done.Access.Location, ThreadStatus.Joining);
                    return true;
            }

            if (!MayAdd(state, done.Kind)) return true;
            int id = Added(Add(done, following));
            Graph.Events[id].Step = following;
            if (Graph.Events[id].IsRead) value = Graph.Events[id].Value;
        }

        return false;
    }

    private bool MayAdd(ThreadState state, StepKind kind)
    {
        if (IsTimeOver()) state.Status = ThreadStatus.Interrupted;
        else if (position >= MaxOperations) state.Status = ThreadStatus.CutShort;
        else if (kind != StepKind.Join) Symmetry.Pass(Graph, thread, position);
        return state.Status == ThreadStatus.Runnable;
    }

    private int Add(in KnownStep done, int following)
    {
        var access = done.Access;
        switch (done.Kind)
        {
            case StepKind.Read:
                return Search.AddRead(thread, access);
            case StepKind.Write:
                return Search.AddWrite(thread, access, done.Operand);
            case StepKind.Modify:
                return Search.AddUpdate(thread, access, done.Update, done.Operand, done.Comparand);
            case StepKind.Start:
                (bodies[access.Location], object? code) = known!.StartedBy(following);
                Symmetry.Note(access.Location, code);
                if (Symmetry.IsTwin(Graph, thread)) Symmetry.Break();
                return AddStart(access.Location, done.Comparand != 0, access.Site);
            default:
                return Search.AddOther(thread, done.Kind == StepKind.Join ? EventKind.Join : EventKind.Fence, access.Order, access.Location, access.Site);
        }
    }

    /// <summary>The last operation of a thread, and what it has returned.</summary>
    private (int Step, long Returned) LastStep(ThreadState state, int index)
    {
        if (state.Length == 0) return (RootOf(state, index), 0);
        ref var last = ref Graph.Events[state.Events[state.Length - 1]];
        if (last.Kind == EventKind.UpdateWrite) last = ref Graph.Events[state.Events[state.Length - 2]];
        return (last.Step, last.IsRead ? last.Value : 0);
    }
}
