using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// Runs one thread symbolically: reads return unknowns, and where an unknown decides (a branch, an address, a choice) the path forks.
/// Which reads a register was computed from is tracked beside its value, so that <c>r ^ r</c> is 0 and still depends on r, where the
/// language says so.
/// </summary>
internal sealed class PathEnumerator
{
    private const int MostSteps = 20_000;

    // What the paths of a thread list together, each a reference: 128 MB.
    private const long MostParts = 1 << 24;

    private readonly ThreadProgram thread;
    private readonly LocationTable locations;
    private readonly LanguageRules rules;
    private readonly int loopBound;
    private readonly int mostPaths;
    private readonly List<ThreadPath> paths = [];
    private readonly Stack<PathState> open = [];
    private long parts;
    private Liveness? liveness;
    private bool loopBoundWasReached;
    private bool wasCutShort;

    private PathEnumerator(ThreadProgram thread, LocationTable locations, LanguageRules rules, int loopBound, int mostPaths)
    {
        (this.thread, this.locations, this.rules) = (thread, locations, rules);
        (this.loopBound, this.mostPaths) = (loopBound, mostPaths);
    }

    /// <summary>All paths of <paramref name="thread"/>, each once.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="locations">The locations; cells that only an address computation names are added.</param>
    /// <param name="rules">The rules of the language the test is written in.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="loopBoundReached">Set when a path was left out because a loop went round too often; otherwise unchanged.</param>
    /// <param name="cutShort">Set when there were too many paths, or a path was too long; otherwise unchanged.</param>
    public static IReadOnlyList<ThreadPath> Enumerate(
        ThreadProgram thread, LocationTable locations, LanguageRules rules, CheckOptions options, ref bool loopBoundReached, ref bool cutShort)
    {
        var enumerator = new PathEnumerator(thread, locations, rules, options.LoopBound, options.MostPaths);
        enumerator.Run();
        loopBoundReached |= enumerator.loopBoundWasReached;
        cutShort |= enumerator.wasCutShort;
        return rules.SemanticDependencies ? SemanticDependencies.Refine(enumerator.paths) : enumerator.paths;
    }

    private void Run()
    {
        open.Push(new PathState(thread));
        while (open.TryPop(out PathState? state))
        {
            if (paths.Count >= mostPaths || parts > MostParts)
            {
                wasCutShort = true;
                return;
            }

            if (!Complete(state)) continue;
            paths.Add(new ThreadPath(state.Events, state.Constraints, state.Registers));
            parts += state.Events.Count + state.Constraints.Count + state.Registers.Length;
        }
    }

    /// <summary>Runs a path to its end; false when it does not exist or was left to its forks.</summary>
    private bool Complete(PathState state)
    {
        while (state.Next < thread.Code.Count)
        {
            if (++state.Steps > MostSteps)
            {
                wasCutShort = true;
                return false;
            }

            int index = state.Next++;
            state.EnterInstruction(index, thread.Instructions?[index] ?? thread.Code[index].Line);
            bool goesOn = thread.Code[index] switch
            {
                Op.Load load => Load(state, load),
                Op.Store store => Store(state, store),
                Op.Fence fence => state.Add(
                    EventKind.Fence, -1, fence.Tags, null, default, default, new Picks(default, default, state.PickCtrl), fence.Line),
                Op.Compute compute => Compute(state, compute),
                Op.Move move => state.Set(
                    move.Destination, state.Value(move.Source), state.Taint(move.Source), state.Pick(move.Source) | state.Decides(move.Guard)),
                Op.Branch branch => Branch(state, branch, index),
                Op.Jump jump => JumpTo(state, jump.Target, index),
                Op.Choose choose => Choose(state, choose),
                Op.Assume assume => state.Assume(state.Value(assume.Condition), true),
                _ => throw new InvalidOperationException($"unknown op {thread.Code[index]}"),
            };
            if (!goesOn) return false;
        }

        return true;
    }

    private bool Compute(PathState state, Op.Compute compute)
    {
        Expression left = state.Value(compute.Left), right = state.Value(compute.Right);
        Expression result = Expression.Apply(compute.Operator, left, right);
        if (rules.SemanticDependencies && Variation.ConstantOf(result) is { } constant) result = new Expression.Constant(constant);
        bool cancels = result is Expression.Constant && (left is not Expression.Constant || right is not Expression.Constant);
        return cancels && rules.SemanticDependencies
            ? state.Set(compute.Destination, result, default, default)
            : state.Set(
                compute.Destination,
                result,
                state.Taint(compute.Left) | state.Taint(compute.Right),
                state.Pick(compute.Left) | state.Pick(compute.Right));
    }

    private bool Load(PathState state, Op.Load load)
    {
        if (Resolve(state, load.Address) is not { } location) return false;
        int number = state.Events.Count;
        EventMask self = EventMask.Of(number);
        var value = new Expression.ReadValue(number);
        state.Add(EventKind.Read, location, load.Tags, null, state.Taint(load.Address), default, new Picks(state.Pick(load.Address), default, state.PickCtrl), load.Line);
        state.LatestLoad = number;
        if (load.Tags.HasFlag(EventTags.Exclusive)) state.OpenExclusive = number;
        return state.Set(load.Destination, value, self, default);
    }

    private bool Store(PathState state, Op.Store store)
    {
        if (Resolve(state, store.Address) is not { } location) return false;
        EventMask publishes = default;
        if (store.Tags.HasFlag(EventTags.Reference) && !Publish(state, store.Value, out publishes)) return false;
        int read = -1;
        if (store.Rmw == RmwRole.Atomic)
        {
            read = state.LatestLoad;
            if (rules.SingleEventRmw) return Fuse(state, store, read);
        }
        else if (store.Rmw == RmwRole.Exclusive)
        {
            read = state.OpenExclusive;
            state.OpenExclusive = -1;
            if (read < 0 || state.Events[read].Location != location) return false;
        }

        var picks = new Picks(state.Pick(store.Address), state.Pick(store.Value) | state.Decides(store.Guard), state.PickCtrl);
        return state.Add(
            EventKind.Write, location, store.Tags, state.Value(store.Value), state.Taint(store.Address), state.Taint(store.Value), picks, store.Line, publishes, read, store.Rmw);
    }

    /// <summary>
    /// The writes of this path to fields of the object that <paramref name="reference"/> refers to. Where that is not known yet, the path
    /// forks over the objects whose fields it has written, and goes on itself as the one that refers to none of them, if there is such.
    /// </summary>
    private bool Publish(PathState state, Operand reference, out EventMask fieldWrites)
    {
        fieldWrites = default;
        Expression value = state.Value(reference);
        if (value is Expression.Constant known)
        {
            fieldWrites = state.FieldWrites(known.Value, locations);
            return true;
        }

        foreach (long written in state.ObjectsWritten(locations))
        {
            var target = new Expression.Constant(written);
            Expression refersToIt = Expression.Apply(BinaryOperator.Equal, value, target);
            PathState fork = state.Clone();
            fork.Next--;
            if (fork.Assume(refersToIt, true))
            {
                fork.Pin(reference, target);
                open.Push(fork);
            }

            if (!state.Assume(refersToIt, false)) return false;
        }

        return true;
    }

    /// <summary>Turns the read of an atomic read-modify-write into the one event that also writes.</summary>
    private static bool Fuse(PathState state, Op.Store store, int read)
    {
        PathEvent e = state.Events[read];
        state.Events[read] = e with
        {
            Kind = EventKind.ReadModifyWrite,
            Tags = e.Tags | store.Tags,
            Value = state.Value(store.Value),
            Data = state.Taint(store.Value).Without(read),
        };
        return true;
    }

    /// <summary>The location of an address; forks over all locations where it is not known yet, null when this path ends here.</summary>
    private int? Resolve(PathState state, Operand address)
    {
        Expression value = state.Value(address);
        if (value is Expression.Constant constant)
        {
            int location = locations.At(constant.Value);
            return location < 0 ? null : location;
        }

        state.Next--;
        for (int i = locations.Count - 1; i >= 0; i--)
        {
            PathState fork = state.Clone();
            var target = new Expression.Constant(locations[i].Address);
            if (!fork.Assume(Expression.Apply(BinaryOperator.Equal, value, target), true)) continue;
            fork.Pin(address, target);
            open.Push(fork);
        }

        return null;
    }

    private bool Branch(PathState state, Op.Branch branch, int index)
    {
        Expression condition = state.Value(branch.Condition);
        if (!branch.Internal)
        {
            EventMask deciding = rules.SemanticDependencies
                ? Variation.Of(condition, state.Taint(branch.Condition))
                : state.Taint(branch.Condition);
            state.Ctrl |= deciding;
            state.PickCtrl |= state.Pick(branch.Condition);
            if (rules.SemanticDependencies && IsInLoop(index)) state.LoopCtrl |= deciding;
        }

        if (condition is Expression.Constant constant) return constant.Value == 0 || JumpTo(state, branch.Target, index);
        state.Decisions++;
        PathState taken = state.Clone();
        if (taken.Assume(condition, true) && JumpTo(taken, branch.Target, index)) open.Push(taken);
        return state.Assume(condition, false);
    }

    /// <summary>Whether control can come back to the op at <paramref name="index"/>.</summary>
    private bool IsInLoop(int index)
    {
        var reached = new HashSet<int>();
        var next = new Stack<int>([index]);
        while (next.TryPop(out int op))
        {
            ReadOnlySpan<int> successors = op >= thread.Code.Count ? [] : thread.Code[op] switch
            {
                Op.Branch branch => [branch.Target, op + 1],
                Op.Jump jump => [jump.Target],
                _ => [op + 1],
            };
            foreach (int successor in successors)
            {
                if (successor == index) return true;
                if (reached.Add(successor)) next.Push(successor);
            }
        }

        return false;
    }

    private bool JumpTo(PathState state, int target, int index)
    {
        state.Next = target;
        if (target > index) return true;
        // A round in which nothing was decided by what a read returned makes no new paths: a counting loop runs to its end.
        LoopRounds? before = state.Rounds.GetValueOrDefault(index);
        int rounds = (before?.Count ?? 0) + (before is null || before.Decisions != state.Decisions ? 1 : 0);
        state.Rounds[index] = new LoopRounds(rounds, state.Decisions, state.Events.Count, rounds < loopBound ? [] : [.. state.Registers]);
        if (rounds <= loopBound) return true;
        loopBoundWasReached |= !HasOnlyWaited(state, target, before!);
        return false;
    }

    /// <summary>
    /// Whether the round that ends here has only read, and left every register that is read later as it was: waiting. What follows it can follow without it,
    /// too, for reads that are not there order nothing; so nothing is missed when it is left out.
    /// </summary>
    private bool HasOnlyWaited(PathState state, int head, LoopRounds before)
    {
        for (int e = before.Events; e < state.Events.Count; e++)
        {
            if (state.Events[e].Kind != EventKind.Read || state.Events[e].Tags.HasFlag(EventTags.Exclusive)) return false;
        }

        liveness ??= new Liveness(thread);
        for (int register = 0; register < state.Registers.Length; register++)
        {
            if (!state.Registers[register].Equals(before.Registers[register]) && liveness.IsLive(register, head)) return false;
        }

        return true;
    }

    private bool Choose(PathState state, Op.Choose choose)
    {
        state.Decisions++;
        PathState other = state.Clone();
        other.Set(choose.Destination, Expression.Constant.One, default, default);
        open.Push(other);
        return state.Set(choose.Destination, Expression.Constant.Zero, default, default);
    }
}
