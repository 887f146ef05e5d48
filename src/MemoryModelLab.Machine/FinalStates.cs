using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine;

/// <summary>The distinct final states of an exploration, each with the number of the first machine state that shows it.</summary>
internal sealed class FinalStates(LitmusProgram program)
{
    private readonly PropositionEvaluator? filter = program.Test.Filter is { } proposition ? new PropositionEvaluator(proposition, program) : null;
    private readonly int declared = StateValues.DeclaredCount(program);
    private readonly Dictionary<string, (long[] Values, int State)> found = new(StringComparer.Ordinal);

    /// <summary>The final states in the order of their values.</summary>
    public IEnumerable<(string Text, long[] Values, int State)> Ordered =>
        found.Select(entry => (entry.Key, entry.Value.Values, entry.Value.State)).OrderBy(entry => entry.Values, Comparer<long[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    /// <summary>Adds what the machine shows in a state in which all is done.</summary>
    public void Add(int state, LitmusMachine machine)
    {
        var values = new long[program.Observed.Count];
        for (int i = 0; i < values.Length; i++) values[i] = StateValues.Canonical(machine.Observe(program.Observed[i]), program.Observed[i], declared);
        if (filter?.Evaluate(values) == false) return;
        found.TryAdd(StateValues.Print(program, values), (values, state));
    }
}
