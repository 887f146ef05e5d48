using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>A path under way.</summary>
internal sealed class PathState
{
    private readonly EventMask[] taints;
    private readonly EventMask[] picks;
    private int instruction;
    private int latest = -1;
    private int latestNumber = -1;
    private readonly Dictionary<Expression, long> bindings = [];

    public PathState(ThreadProgram thread)
    {
        Registers = [.. thread.InitialValues.Select(v => (Expression)new Expression.Constant(v))];
        taints = new EventMask[Registers.Length];
        picks = new EventMask[Registers.Length];
    }

    private PathState(PathState other)
    {
        Registers = [.. other.Registers];
        taints = [.. other.taints];
        picks = [.. other.picks];
        Events = [.. other.Events];
        Constraints = [.. other.Constraints];
        Rounds = new Dictionary<int, LoopRounds>(other.Rounds);
        bindings = new Dictionary<Expression, long>(other.bindings);
        (Next, Steps, LatestLoad, OpenExclusive) = (other.Next, other.Steps, other.LatestLoad, other.OpenExclusive);
        Decisions = other.Decisions;
        (Ctrl, PickCtrl, LoopCtrl) = (other.Ctrl, other.PickCtrl, other.LoopCtrl);
        (instruction, latest, latestNumber) = (other.instruction, other.latest, other.latestNumber);
    }

    public int Next { get; set; }

    public int Steps { get; set; }

    /// <summary>How often an unknown has decided so far.</summary>
    public int Decisions { get; set; }

    public EventMask Ctrl { get; set; }

    public EventMask PickCtrl { get; set; }

    /// <summary>The part of <see cref="Ctrl"/> that decided whether a loop goes round.</summary>
    public EventMask LoopCtrl { get; set; }

    public int LatestLoad { get; set; } = -1;

    public int OpenExclusive { get; set; } = -1;

    public Expression[] Registers { get; }

    public List<PathEvent> Events { get; } = [];

    public List<PathConstraint> Constraints { get; } = [];

    public Dictionary<int, LoopRounds> Rounds { get; } = [];

    public PathState Clone() => new(this);

    /// <summary>Notices where an instruction of the test begins: with another number, or again with this one after a jump back.</summary>
    public void EnterInstruction(int op, int number)
    {
        if (number != latestNumber || op < latest) instruction++;
        (latest, latestNumber) = (op, number);
    }

    public Expression Value(Operand operand) =>
        operand.IsConstant ? new Expression.Constant(operand.Value) : Registers[operand.Register];

    public EventMask Taint(Operand operand) => operand.IsConstant ? default : taints[operand.Register];

    public EventMask Pick(Operand operand) => operand.IsConstant ? default : picks[operand.Register];

    /// <summary>What a value depends on only because the guard picked it.</summary>
    public EventMask Decides(Operand? guard) => guard is { } condition ? Taint(condition) | Pick(condition) : default;

    public bool Set(int register, Expression value, EventMask taint, EventMask pick)
    {
        Registers[register] = value;
        taints[register] = taint;
        picks[register] = pick;
        return true;
    }

    /// <summary>From here on the operand's value is known to be <paramref name="value"/>; what it depends on stays.</summary>
    public void Pin(Operand operand, Expression value) => Registers[operand.Register] = value;

    public bool Add(
        EventKind kind, int location, EventTags tags, Expression? value, EventMask addr, EventMask data, Picks dependencies, int line,
        EventMask publishes = default, int rmwRead = -1, RmwRole rmw = RmwRole.None)
    {
        Events.Add(new PathEvent(kind, location, tags, value, addr, data, Ctrl, LoopCtrl, dependencies, publishes, rmwRead, rmw, instruction, line));
        return true;
    }

    /// <summary>The writes so far to fields of the object at <paramref name="address"/>.</summary>
    public EventMask FieldWrites(long address, LocationTable locations)
    {
        EventMask writes = default;
        for (int e = 0; e < Events.Count; e++)
        {
            if (IsFieldWrite(Events[e]) && AddressSpace.AddressOf(locations[Events[e].Location].Declared) == address) writes |= EventMask.Of(e);
        }

        return writes;
    }

    /// <summary>The addresses of the objects whose fields were written so far.</summary>
    public IEnumerable<long> ObjectsWritten(LocationTable locations) =>
        Events.Where(IsFieldWrite).Select(e => AddressSpace.AddressOf(locations[e.Location].Declared)).Distinct();

    /// <summary>Takes the path on if the condition can hold (or not hold); a contradiction with what was assumed before ends it.</summary>
    public bool Assume(Expression condition, bool holds)
    {
        if (condition is Expression.Constant constant) return (constant.Value != 0) == holds;
        (Expression subject, long value, bool equal) = Normalize(condition, holds);
        if (equal)
        {
            if (bindings.TryGetValue(subject, out long bound)) return bound == value;
            bindings[subject] = value;
        }
        else if (bindings.TryGetValue(subject, out long bound))
        {
            return bound != value;
        }

        Constraints.Add(new PathConstraint(condition, holds));
        return true;
    }

    private static bool IsFieldWrite(PathEvent e) => e.Kind == EventKind.Write && e.Tags.HasFlag(EventTags.ObjectField);

    /// <summary>Reads the condition as "subject = value" or "subject ≠ value".</summary>
    private static (Expression Subject, long Value, bool Equal) Normalize(Expression condition, bool holds) => condition switch
    {
        Expression.Binary { Operator: BinaryOperator.Equal, Right: Expression.Constant c } e => (e.Left, c.Value, holds),
        Expression.Binary { Operator: BinaryOperator.NotEqual, Right: Expression.Constant c } e => (e.Left, c.Value, !holds),
        Expression.Binary { IsBoolean: true } => (condition, holds ? 1 : 0, true),
        _ => (condition, 0, !holds),
    };
}

/// <summary>What is kept of a loop when it goes round.</summary>
/// <param name="Count">How often something was decided in a round by what a read returned.</param>
/// <param name="Decisions">The decisions of the path until then.</param>
/// <param name="Events">The events until then.</param>
/// <param name="Registers">The registers then; empty while the bound is far.</param>
internal sealed record LoopRounds(int Count, int Decisions, int Events, IReadOnlyList<Expression> Registers);
