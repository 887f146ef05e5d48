using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>One final state that a model allows.</summary>
public sealed class FinalState
{
    private readonly LitmusProgram program;
    private readonly StateTable states;
    private readonly int number;

    internal FinalState(LitmusProgram program, StateTable states, int number) =>
        (this.program, this.states, this.number) = (program, states, number);

    /// <summary>The values, in the order of the program's observed parts.</summary>
    public ReadOnlySpan<long> Values => states.Values(number);

    /// <summary>The state as herd prints it: <c>1:X0=0; 1:X2=0;</c>.</summary>
    public string Text => StateValues.Print(program, Values);

    /// <summary>The number of executions that end in it.</summary>
    public long Executions => states[number].Executions;

    /// <summary>Whether the condition's proposition holds in it; true when the test has no condition.</summary>
    public bool Satisfies => states[number].Satisfies;

    /// <summary>One of those executions, when asked for and not one of too many (<see cref="CheckOptions.MostWitnesses"/>).</summary>
    public ExecutionGraph? Witness => states[number].Witness;
}
