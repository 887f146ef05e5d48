using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// The loops the running thread is in, and what their rounds were good for. Two kinds of rounds need not be explored one by one:
/// <list type="bullet">
/// <item>A round that has only read and leaves the thread as it was. Whatever the thread does after it, it could do instead of it; so the thread
/// waits until something the round read is overwritten.</item>
/// <item>A round that has only read and ends in a <c>SpinWait</c> that some counter ends one day. Of such rounds, those are explored that
/// all read the same: the round is done twice, and from then on it repeats itself without being noted, until the loop is left.
/// Rounds before those that read something older could as well be left out.</item>
/// </list>
/// What a loop that spins makes of its variables is thus taken to matter to the loop only.
/// </summary>
internal sealed class Rounds(ProgramRunner runner)
{
    /// <summary>After how many repetitions a round waits for a change, as one that no counter ends.</summary>
    private const int MostRepetitions = 1000;

    private const int NoRound = -1;

    private readonly List<Round> _rounds = [];
    private int _repeating = NoRound;
    private int _repetitions;
    private int _cursor;

    private ExecutionGraph Graph => runner.Search.Graph;

    /// <summary>A thread begins anew, in no loop.</summary>
    public void Restart()
    {
        _rounds.Clear();
        _repeating = NoRound;
    }

    /// <summary>A loop's head.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="call">Which call of its method it is in.</param>
    /// <param name="variables">What its next rounds depend on.</param>
    /// <param name="effects">How many effects the thread has had on memory of its own.</param>
    /// <returns>Whether the round was without any event, and the next will be the same.</returns>
    public bool Head(int loop, long call, long variables, long effects)
    {
        int index = IndexOf(loop, call);
        if (index < 0)
        {
            _rounds.Add(new Round(loop, call, variables, effects, runner.Position, NoRound, false));
            return false;
        }
        _rounds.RemoveRange(index + 1, _rounds.Count - index - 1);
        Round round = _rounds[index];
        if (_repeating == index && IsThrough(round.From))
        {
            Repeat(round);
            return false;
        }
        if (_repeating >= index)
            _repeating = NoRound;
        bool isWithoutEffect = _repeating == NoRound && effects == round.Effects;
        if (isWithoutEffect && round.From == runner.Position && variables == round.Variables)
            return true;
        int before = isWithoutEffect && round.From < runner.Position && runner.HasOnlyRead(round.From) ? Judge(round, variables, index) : NoRound;
        if (_repeating != index)
            _rounds[index] = new Round(loop, call, variables, effects, runner.Position, before, false);
        return false;
    }

    /// <summary>A loop is left.</summary>
    public void Leave(int loop, long call)
    {
        int index = IndexOf(loop, call);
        if (index < 0)
            return;
        _rounds.RemoveRange(index, _rounds.Count - index);
        if (_repeating >= index)
            _repeating = NoRound;
    }

    /// <summary>What is not part of a round that repeats itself happens.</summary>
    public void StopRepeating() => _repeating = NoRound;

    /// <summary>The round the thread is in was in vain.</summary>
    public void Spin()
    {
        if (_rounds.Count > 0)
            _rounds[^1] = _rounds[^1] with { Spins = true };
    }

    /// <summary>Whether fences are part of a repetition.</summary>
    public bool IsRepeating => _repeating != NoRound;

    /// <summary>The value read, if the read is part of a round that repeats itself.</summary>
    public bool TryRepeat(in Access access, out long value) => TryRepeat(EventKind.Read, access, Update.None, 0, 0, out value);

    /// <summary>The value before, if the update is part of a round that repeats itself, and has written nothing.</summary>
    public bool TryRepeat(in Access access, Update update, long operand, long comparand, out long value) =>
        TryRepeat(EventKind.UpdateRead, access, update, operand, comparand, out value);

    private bool TryRepeat(EventKind kind, in Access access, Update update, long operand, long comparand, out long value)
    {
        value = 0;
        if (_repeating == NoRound)
            return false;
        SkipFences();
        if (_cursor < runner.Position)
        {
            ref Event e = ref EventAt(_cursor);
            if (e.Kind == kind && e.Location == access.Location && e.Order == access.Order && e.Site == access.Site
                && (kind == EventKind.Read || (e.Update == update && e.Operand == operand && e.Comparand == comparand)))
            {
                _cursor++;
                value = e.Value;
                return true;
            }
        }
        _repeating = NoRound;
        return false;
    }

    private bool IsThrough(int from)
    {
        if (_cursor == from)
            return false;
        SkipFences();
        return _cursor == runner.Position;
    }

    private void Repeat(Round round)
    {
        _cursor = round.From;
        if (++_repetitions <= MostRepetitions)
            return;
        runner.Block(round.From);
        // What it read has changed since: it reads anew.
        _repeating = NoRound;
    }

    /// <summary>Looks back on a round that has only read: where it began, if it was in vain, for the next to be compared with.</summary>
    private int Judge(Round round, long variables, int index)
    {
        if (variables == round.Variables)
            runner.Block(round.From);
        return round.Spins ? Compare(round, index) : NoRound;
    }

    /// <summary>Compares a round that has spun with the one before it, which it repeats, or replaces.</summary>
    private int Compare(Round round, int index)
    {
        // Which stores were read says more than what was read.
        runner.ForgetRun();
        if (!IsStable(round.From, runner.Position))
            return NoRound;
        if (round.Before == NoRound)
            return round.From;
        int length = round.From - round.Before;
        for (int i = 0; i < Math.Min(length, runner.Position - round.From); i++)
        {
            ref Event earlier = ref EventAt(round.Before + i);
            ref Event later = ref EventAt(round.From + i);
            if (earlier.Kind != later.Kind || earlier.Location != later.Location)
                return round.From;
            if (earlier.IsRead && earlier.ReadsFrom != later.ReadsFrom)
                runner.Block(round.Before);
        }
        if (length != runner.Position - round.From)
            return round.From;
        (_repeating, _repetitions, _cursor) = (index, 0, round.From);
        return round.From;
    }

    /// <summary>Whether a round has read each location from one store only: if it has seen one change, it was good for something.</summary>
    private bool IsStable(int from, int to)
    {
        for (int at = from; at < to; at++)
        {
            ref Event e = ref EventAt(at);
            for (int other = from; other < at; other++)
            {
                ref Event earlier = ref EventAt(other);
                if (e.IsRead && earlier.IsRead && e.Location == earlier.Location && e.ReadsFrom != earlier.ReadsFrom)
                    return false;
            }
        }
        return true;
    }

    private void SkipFences()
    {
        while (_cursor < runner.Position && EventAt(_cursor).Kind == EventKind.Fence)
            _cursor++;
    }

    private ref Event EventAt(int position) => ref Graph.Events[Graph.Threads[runner.Thread].Events[position]];

    private int IndexOf(int loop, long call) => _rounds.FindLastIndex(round => round.Loop == loop && round.Call == call);

    /// <summary>A round of a loop.</summary>
    /// <param name="Loop">The loop.</param>
    /// <param name="Call">Which call of its method it is in.</param>
    /// <param name="Variables">What it depends on.</param>
    /// <param name="Effects">How many effects there had been on memory of the thread's own when it began.</param>
    /// <param name="From">The thread's position when it began.</param>
    /// <param name="Before">The position when the round before it began, if that was in vain too.</param>
    /// <param name="Spins">Whether it has spun.</param>
    private readonly record struct Round(int Loop, long Call, long Variables, long Effects, int From, int Before, bool Spins);
}
