using System.Runtime.InteropServices;
using MemoryModelLab.Exploration.Engine.Schedules;

namespace MemoryModelLab.Exploration.Engine;

/// <content>
/// An execution whose threads take turns: at each event a schedule says whose the next is. A thread whose turn is over is abandoned like one
/// that cannot go on, and run again when its turn comes.
/// </content>
internal sealed partial class ProgramRunner
{
    private readonly List<int> ready = [];
    private int turn = -1;

    /// <summary>Who decides, when one execution is run and not all are explored.</summary>
    public Schedule? Directed { get; init; }

    /// <summary>Runs one execution from its beginning; returns the first thread that has failed, or -1.</summary>
    public int RunDirected(bool stopAtFailure)
    {
        Restart([]);
        turn = -1;
        Directed!.Begin();
        return RunToEnd(stopAtFailure);
    }

    /// <summary>Before an event is added: goes on when it is the running thread's turn, and otherwise ends its run.</summary>
    private void AwaitTurn(ThreadState state)
    {
        // The thread that was given the turn has it until it adds an event; who is next is then the schedule's to say.
        if (turn < 0) turn = NextTurn();
        if (turn == thread) turn = -1;
        else Stop(state, ThreadStatus.Preempted);
    }

    /// <summary>The schedule chooses what an event just added reads, or comes after.</summary>
    private int Added(int id)
    {
        Symmetry.Check(Graph, Locations, id);
        if (Directed is not null) ((DirectedSearch)Search).Choose(id, Directed);
        return id;
    }

    private int NextDirected()
    {
        // A thread that had the turn and added nothing has ended, or waits.
        if (turn < 0 || turn == thread) turn = NextTurn();
        return turn;
    }

    private int NextTurn()
    {
        ready.Clear();
        for (int i = 0; i < Graph.ThreadCount; i++)
        {
            var state = Graph.Threads[i];
            if (CanGoOn(state) || (state.Status == ThreadStatus.Blocked && IsOverwritten(state, state.Waiting, state.Length))) ready.Add(i);
        }

        return ready.Count == 0 ? -1 : Directed!.NextThread(CollectionsMarshal.AsSpan(ready));
    }

    /// <summary>Whether a later store than one the thread has read, between two positions, is there.</summary>
    private bool IsOverwritten(ThreadState state, int from, int to)
    {
        for (int at = from; at < to; at++)
        {
            ref var e = ref Graph.Events[state.Events[at]];
            if (e.IsRead && Graph.IsOverwritten(e)) return true;
        }

        return false;
    }
}
