using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    private readonly Rounds _rounds;
    private readonly Dictionary<int, FieldClass> _eachRound = [];
    private HashSet<Place>? _watched;
    private Place? _memoryRead;
    private int _roundsWithoutEvent;
    private int _lastEvent;

    /// <summary>A number for the next call.</summary>
    public long NextCall() => ++_calls;

    /// <summary>The head of a loop.</summary>
    public void LoopHead(int loop, long call, nuint top, long state, long? counters)
    {
        CountRound();
        state += _runner.Monitors.Depth;
        if (counters is { } counted && (IsPrologue || EachRound(loop).IsShared))
            (state, counters) = (Hooks.Mix(state, counted), null);
        if (_rounds.Head(loop, call, top, state, counters, _effects))
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
    public void Spin() => _rounds.Spin();

    /// <summary>Memory that is not shared is changed.</summary>
    private unsafe void NoteChange<T>(ref T location)
    {
        var address = (nuint)Unsafe.AsPointer(ref location);
        if (IsOnStack(address))
            _rounds.NoteChange(address);
        else
            _effects++;
    }

    /// <summary>A loop is left.</summary>
    public void LeaveLoop(int loop, long call) => _rounds.Leave(loop, call);

    /// <summary>What happens next is not part of a round that repeats itself.</summary>
    public void StopRepeating() => _rounds.StopRepeating();

    /// <summary>The thread waits for a change of what it read last.</summary>
    public void Wait()
    {
        ExecutionGraph graph = _runner.Search.Graph;
        int[] events = graph.Threads[Thread].Events;
        int last = _runner.Position - 1;
        while (last > 0 && graph.Events[events[last]].Kind == EventKind.Fence)
            last--;
        WaitSince(last);
    }

    /// <summary>The thread waits for a change of something it has read since a position.</summary>
    public void WaitSince(int position)
    {
        _rounds.StopRepeating();
        if (IsPrologue)
            throw new EndlessLoopException(Thread);
        if (_memoryRead is { } read)
            Share(read);
        _runner.Block(position);
    }

    private FieldClass EachRound(int loop)
    {
        if (!_eachRound.TryGetValue(loop, out FieldClass? found))
            _eachRound.Add(loop, found = _fields.Get(typeof(Rounds), (nuint)(uint)SiteTable.Get(loop).Hash));
        return found;
    }

    private void BeginRounds()
    {
        _rounds.Restart();
        (_watched, _memoryRead) = (null, null);
        (_roundsWithoutEvent, _lastEvent) = (0, 0);
    }

    private void CountRound()
    {
        _runner.Tick();
        if (_lastEvent != _runner.Position)
            (_roundsWithoutEvent, _lastEvent) = (0, _runner.Position);
        else if (++_roundsWithoutEvent == EndlessLoopException.MostRounds)
            throw new EndlessLoopException(Thread, EndlessLoopException.MostRounds);
    }

    private void NoteMemoryRead(Place? place)
    {
        _memoryRead = place;
        if (place is not null)
            _watched?.Add(place);
    }

    /// <summary>
    /// A round was without any event. If the next one reads memory that another thread could write, that is shared; if it does not, nothing
    /// can end the loop.
    /// </summary>
    private void LookForWhatIsRead()
    {
        if (IsPrologue || _watched is { Count: 0 })
            throw new EndlessLoopException(Thread);
        if (_watched is null)
        {
            _watched = [];
            return;
        }
        foreach (Place place in _watched)
            place.Fields.IsShared = true;
        throw new RestartException();
    }
}
