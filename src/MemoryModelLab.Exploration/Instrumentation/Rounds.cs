using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation.Rewriting;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// The loops the running thread is in, and what their rounds were good for. Two kinds of rounds need not be explored one by one:
/// <list type="bullet">
/// <item>A round in vain: it has changed nothing, neither memory nor what matters of the thread's variables (<see cref="LoopVariables.Relevant"/>).
/// Whatever the thread does after it, it could do instead of it: without the round's events an execution is consistent still, as the relations that
/// must have no cycle only lose edges, and who read what the round wrote back can read what the round read, after which the round came. So the thread waits
/// until something the round read is overwritten. A lock that was taken and given back is as it was, too, unless somebody only tries to take it.</item>
/// <item>A round that has let time pass, and was in vain but for counting (<see cref="LoopVariables.Counters"/>), after which others are in vain likewise
/// until the counter ends the loop. Those are the same as repetitions of it, which are not noted (<see cref="Repetition"/>).</item>
/// </list>
/// </summary>
/// <remarks>
/// The second needs that all rounds that come to their end are in vain: otherwise it matters how many are left. That is supposed of a loop until
/// one is met that is not, and then the exploration begins anew without. Rounds that let no time pass, as of a loop that tries something so many times, are
/// executions of their own.
/// </remarks>
internal sealed class Rounds(Session session, ProgramRunner runner)
{
    private readonly List<Round> rounds = [];
    private readonly Repetition repetition = new(runner);

    /// <summary>A thread begins anew, in no loop.</summary>
    public void Restart()
    {
        rounds.Clear();
        repetition.Restart();
    }

    /// <summary>A loop's head.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="call">Which call of its method it is in.</param>
    /// <param name="top">Where on the stack its method's variables end: what is changed above is the callers'.</param>
    /// <param name="variables">What its next rounds depend on.</param>
    /// <param name="counters">What counts its rounds, if anything does.</param>
    /// <param name="effects">How many effects the thread has had on memory of its own.</param>
    /// <returns>Whether the round was without any event, and the next will be the same.</returns>
    public bool Head(int loop, long call, nuint top, long variables, long? counters, long effects)
    {
        int index = IndexOf(loop, call);
        if (index < 0)
        {
            rounds.Add(new Round(loop, call, top, variables, counters, effects, runner.Position));
            return false;
        }
        Round round = rounds[index];
        bool isSame = variables == round.Variables && effects == round.Effects && !round.HasChangedCaller;
        if (repetition.Index >= index)
        {
            Demand(repetition.Index == index && isSame && repetition.IsThrough);
            if (!repetition.Next())
                rounds[index] = round with { From = runner.Position, HasChangedCaller = false, IsLast = true };
            return false;
        }
        rounds.RemoveRange(index + 1, rounds.Count - index - 1);
        var next = new Round(loop, call, top, variables, counters, effects, runner.Position);
        rounds[index] = next;
        if (repetition.IsUnderWay)
            return false;
        bool isInVain = isSame && (runner.HasOnlyRead(round.From) || (session.LocksAreWaitedFor && runner.HasOnlyRead(round.From, mayLock: true)));
        if (isInVain && counters == round.Counters)
        {
            if (round.From == runner.Position)
                return true;
            runner.Block(round.From);
            return false;
        }
        if (counters is null)
            return false;
        if (!isInVain || round.IsLast)
            session.ExploreEachRound(loop);
        else if (round.From < runner.Position && round.Spins)
            rounds[index] = next with { IsLast = Repeat(round, index), Before = round.From };
        return false;
    }

    /// <summary>Something on the stack is changed. What is the loop's own shows in its variables, and what is below is gone when its round ends.</summary>
    public void NoteChange(nuint address)
    {
        for (int i = 0; i < rounds.Count; i++)
        {
            if (address >= rounds[i].Top)
                rounds[i] = rounds[i] with { HasChangedCaller = true };
        }
    }

    /// <summary>A loop is left.</summary>
    public void Leave(int loop, long call)
    {
        int index = IndexOf(loop, call);
        if (index < 0)
            return;
        if (repetition.Index >= index)
            repetition.End();
        rounds.RemoveRange(index, rounds.Count - index);
    }

    /// <summary>Time passes.</summary>
    public void Spin()
    {
        for (int i = 0; i < rounds.Count; i++)
            rounds[i] = rounds[i] with { Spins = true };
    }

    /// <summary>What is not part of a round that repeats itself happens.</summary>
    public void StopRepeating() => Demand(!repetition.IsUnderWay);

    /// <summary>Whether a fence is part of a repetition.</summary>
    public bool TryRepeatFence() => repetition.TryFence();

    /// <summary>The value read, if the read is part of a round that repeats itself.</summary>
    public bool TryRepeat(in Access access, out long value) => TryRepeat(EventKind.Read, access, Update.None, 0, 0, out value);

    /// <summary>The value before, if the update is part of a round that repeats itself.</summary>
    public bool TryRepeat(in Access access, Update update, long operand, long comparand, out long value) =>
        TryRepeat(EventKind.UpdateRead, access, update, operand, comparand, out value);

    private bool TryRepeat(EventKind kind, in Access access, Update update, long operand, long comparand, out long value)
    {
        value = 0;
        if (!repetition.IsUnderWay)
            return false;
        bool isRepeated = repetition.TryRead(kind, access, update, operand, comparand, out value);
        Demand(isRepeated);
        return isRepeated;
    }

    /// <summary>Begins to repeat a round that can be; whether what follows is noted, as the last.</summary>
    private bool Repeat(Round round, int index)
    {
        var found = new RoundEvents(runner, round.From, runner.Position);
        // Which stores were read says more than what was read.
        if (!found.AreOneAccess)
            runner.ForgetRun();
        if (!found.AreOfOneLocation && (round.Before < 0 || !found.Repeat(round.Before)))
            return false;
        return !repetition.Begin(index, (round.Loop, round.Call), round.From);
    }

    private void Demand(bool isRepeated)
    {
        if (!isRepeated)
            session.ExploreEachRound(rounds[repetition.Index].Loop);
    }

    private int IndexOf(int loop, long call) => rounds.FindLastIndex(round => round.Loop == loop && round.Call == call);

    /// <summary>A round of a loop.</summary>
    /// <param name="Loop">The loop.</param>
    /// <param name="Call">Which call of its method it is in.</param>
    /// <param name="Top">Where on the stack the method's variables end.</param>
    /// <param name="Variables">What it depends on.</param>
    /// <param name="Counters">What counts it.</param>
    /// <param name="Effects">How many effects there had been on memory of the thread's own when it began.</param>
    /// <param name="From">The thread's position when it began.</param>
    private readonly record struct Round(int Loop, long Call, nuint Top, long Variables, long? Counters, long Effects, int From)
    {
        /// <summary>The position when the round before it began, if that was in vain but for counting, or -1.</summary>
        public int Before { get; init; } = -1;

        /// <summary>Whether it has changed a variable of a method that has called its own.</summary>
        public bool HasChangedCaller { get; init; }

        /// <summary>Whether time has passed in it.</summary>
        public bool Spins { get; init; }

        /// <summary>Whether those before it were repeated until none but this is left.</summary>
        public bool IsLast { get; init; }
    }
}
