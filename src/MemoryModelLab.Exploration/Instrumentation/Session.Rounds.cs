using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    private readonly Rounds rounds;
    private readonly Dictionary<int, FieldClass> eachRound = [];
    private HashSet<Place>? watched;
    private Place? memoryRead;
    private int roundsWithoutEvent;
    private int lastEvent;

    /// <summary>A number for the next call.</summary>
    public long NextCall() => ++calls;

    /// <summary>The head of a loop.</summary>
    public void LoopHead(int loop, long call, nuint top, long state, long? counters)
    {
        CountRound();
        state += runner.Monitors.Depth;
        if (counters is { } counted && (IsPrologue || EachRound(loop).IsShared))
            (state, counters) = (Hooks.Mix(state, counted), null);
        if (rounds.Head(loop, call, top, state, counters, effects))
            LookForWhatIsRead();
    }

    /// <summary>A loop was taken to do nothing but wait, and does: the program is explored anew with each of its rounds.</summary>
    public void ExploreEachRound(int loop)
    {
        EachRound(loop).IsShared = true;
        throw new RestartException();
    }

    /// <summary>Whether a thread that finds a lock taken always waits for it.</summary>
    public bool LocksAreWaitedFor => !IsDemanded(typeof(Models.Monitor));

    /// <summary>Time passes.</summary>
    public void Spin() => rounds.Spin();

    /// <summary>Memory that is not shared is changed.</summary>
    private unsafe void NoteChange<T>(ref T location)
    {
        var address = (nuint)Unsafe.AsPointer(ref location);
        if (IsOnStack(address))
            rounds.NoteChange(address);
        else
            effects++;
    }

    /// <summary>A loop is left.</summary>
    public void LeaveLoop(int loop, long call) => rounds.Leave(loop, call);

    /// <summary>What happens next is not part of a round that repeats itself.</summary>
    public void StopRepeating() => rounds.StopRepeating();

    /// <summary>The thread waits for a change of what it read last.</summary>
    public void Wait()
    {
        ExecutionGraph graph = runner.Search.Graph;
        int[] events = graph.Threads[Thread].Events;
        int last = runner.Position - 1;
        while (last > 0 && graph.Events[events[last]].Kind == EventKind.Fence)
            last--;
        WaitSince(last);
    }

    /// <summary>The thread waits for a change of something it has read since a position.</summary>
    public void WaitSince(int position)
    {
        rounds.StopRepeating();
        if (IsPrologue)
            throw new EndlessLoopException(Thread);
        if (memoryRead is { } read)
            Share(read);
        runner.Block(position);
    }

    private FieldClass EachRound(int loop)
    {
        if (!eachRound.TryGetValue(loop, out FieldClass? found))
            eachRound.Add(loop, found = fields.Get(typeof(Rounds), (nuint)(uint)SiteTable.Get(loop).Hash));
        return found;
    }

    private void BeginRounds()
    {
        rounds.Restart();
        (watched, memoryRead) = (null, null);
        (roundsWithoutEvent, lastEvent) = (0, 0);
    }

    private void CountRound()
    {
        runner.Tick();
        if (lastEvent != runner.Position)
            (roundsWithoutEvent, lastEvent) = (0, runner.Position);
        else if (++roundsWithoutEvent == EndlessLoopException.MostRounds)
            throw new EndlessLoopException(Thread, EndlessLoopException.MostRounds);
    }

    private void NoteMemoryRead(Place? place)
    {
        memoryRead = place;
        if (place is not null)
            watched?.Add(place);
    }

    /// <summary>
    /// A round was without any event. If the next one reads memory that another thread could write, that is shared; if it does not, nothing
    /// can end the loop.
    /// </summary>
    private void LookForWhatIsRead()
    {
        if (IsPrologue || watched is { Count: 0 })
            throw new EndlessLoopException(Thread);
        if (watched is null)
        {
            watched = [];
            return;
        }
        foreach (Place place in watched)
            place.Fields.IsShared = true;
        throw new RestartException();
    }
}
