using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine;

/// <summary>A final state that a machine reaches.</summary>
/// <param name="Text">The state as herd prints it.</param>
/// <param name="Values">The values, in the order of the program's observed parts.</param>
/// <param name="Satisfies">Whether the condition's proposition holds in it; true when the test has no condition.</param>
/// <param name="Number">The number of the machine's state that shows it, for <see cref="SimulationResult.TraceTo"/>.</param>
public sealed record ReachedState(string Text, IReadOnlyList<long> Values, bool Satisfies, int Number);

/// <summary>What the exploration of a machine found.</summary>
public sealed class SimulationResult
{
    private readonly LitmusMachine machine;
    private readonly MemoryMap map;
    private readonly Explorer explorer;

    internal SimulationResult(LitmusProgram program, MemoryMap map, LitmusMachine machine, Explorer explorer, FinalStates finals, TimeSpan elapsed)
    {
        (this.machine, this.map, this.explorer, Program, Elapsed) = (machine, map, explorer, program, elapsed);
        PropositionEvaluator? condition = program.Condition is { } given ? new PropositionEvaluator(given.Proposition, program) : null;
        States = [.. finals.Ordered.Select(state => new ReachedState(state.Text, state.Values, condition?.Evaluate(state.Values) ?? true, state.State))];
    }

    /// <summary>The program that was executed.</summary>
    public LitmusProgram Program { get; }

    /// <summary>The final states that pass the test's filter, in the order of their values.</summary>
    public IReadOnlyList<ReachedState> States { get; }

    /// <summary>Whether every reachable state was visited.</summary>
    public bool IsComplete => explorer.IsComplete && !machine.HasDiverged && !machine.IsOutgrown;

    /// <summary>The invariant that failed, in a sentence; null when all held.</summary>
    public string? Violation => explorer.Violation;

    /// <summary>The number of the state in which it failed; -1 when none did.</summary>
    public int ViolatingState => explorer.ViolatingState;

    /// <summary>
    /// A cell inside a location that a run reaches by computing its address, and the line in the test of the instruction; null for none. To the machine it is a cell
    /// by itself, and a model may not know it: where they differ then, nothing is said of either.
    /// </summary>
    public (string Name, int Line)? ComputedCell => map.Computed;

    /// <summary>The states of the machine that were visited.</summary>
    public int MachineStates => explorer.States;

    /// <summary>The steps between them.</summary>
    public long Steps => explorer.Steps;

    /// <summary>The bytes that hold the states.</summary>
    public long Bytes => explorer.Bytes;

    /// <summary>The time it took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Whether the test's condition holds.</summary>
    public bool ConditionHolds => (Program.Condition?.Quantifier ?? Quantifier.Exists) switch
    {
        Quantifier.Exists => States.Any(state => state.Satisfies),
        Quantifier.NotExists => !States.Any(state => state.Satisfies),
        _ => States.All(state => state.Satisfies),
    };

    /// <summary>A shortest run to a state of the machine.</summary>
    public Trace TraceTo(int state) => TraceMaker().Make(explorer.PathTo(state));

    /// <summary>A shortest run to the violation.</summary>
    public Trace TraceToViolation() => TraceMaker().Make(explorer.PathTo(explorer.ViolatingState), explorer.ViolatingStep);

    /// <summary>The same machine, to be led through a run step by step.</summary>
    public MachineRun Lead() => new(machine, new TraceMaker(machine.CoreCount, machine.Memory.Hub, map.NameOf, Print, _ => []), Print, Outcome);

    private TraceMaker TraceMaker() => new(machine.CoreCount, machine.Memory.Hub, map.NameOf, Print, number => machine.Describe(explorer.State(number), Print));

    /// <summary>What the machine shows where all is done.</summary>
    private string Outcome()
    {
        int declared = StateValues.DeclaredCount(Program);
        return StateValues.Print(Program, [.. Program.Observed.Select(part => StateValues.Canonical(machine.Observe(part), part, declared))]);
    }

    private string Print(long value) => StateValues.Print(Program, value);
}
