using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>Says what a model allows in the terms of another program: its compiled code was checked, and its source is asked about.</summary>
public static class StateTranslation
{
    /// <summary>The state of the other program that the values of a final state are.</summary>
    public delegate long[] Translate(ReadOnlySpan<long> values);

    /// <summary><paramref name="result"/> with the states of <paramref name="source"/>; states that become the same are one.</summary>
    /// <param name="result">What a model says of the code.</param>
    /// <param name="source">The program the code was compiled from; its condition is that of the code.</param>
    /// <param name="translate">The state of <paramref name="source"/> for one of the code.</param>
    public static CheckResult Of(CheckResult result, LitmusProgram source, Translate translate)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(translate);
        var states = new StateTable(source.Observed.Count);
        foreach (FinalState state in result.States)
        {
            int number = states.NumberOf(translate(state.Values), out _);
            states[number] = new StateTable.Entry(states[number].Executions + state.Executions, state.Satisfies, true, states[number].Witness ?? state.Witness);
        }

        int[] numbers = [.. Enumerable.Range(0, states.Count)];
        Array.Sort(numbers, (a, b) => states.Values(a).SequenceCompareTo(states.Values(b)));
        return result with { States = [.. numbers.Select(number => new FinalState(source, states, number))] };
    }
}
