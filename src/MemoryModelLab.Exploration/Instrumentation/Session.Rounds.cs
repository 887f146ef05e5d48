using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Instrumentation;

internal sealed partial class Session
{
    private readonly Rounds _rounds;
    private HashSet<Place>? _watched;
    private Place? _memoryRead;
    private int _roundsWithoutEvent;
    private int _lastEvent;

    /// <summary>A number for the next call.</summary>
    public long NextCall() => ++_calls;

    /// <summary>The head of a loop.</summary>
    public void LoopHead(int loop, long call, long state)
    {
        CountRound();
        if (_rounds.Head(loop, call, state, _effects))
            LookForWhatIsRead();
    }

    /// <summary>A loop is left.</summary>
    public void LeaveLoop(int loop, long call) => _rounds.Leave(loop, call);

    /// <summary>The round of a loop the thread is in was in vain.</summary>
    public void Spin() => _rounds.Spin();

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
