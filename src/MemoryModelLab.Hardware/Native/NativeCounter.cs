using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>How often one thread counted each final state: states of small values by index, the others in a table.</summary>
internal sealed unsafe class NativeCounter
{
    /// <summary>The bits of a value in a state's index.</summary>
    public const int KeyBits = 3;

    /// <summary>The values that have an index are below this.</summary>
    public const int KeyLimit = 1 << KeyBits;

    /// <summary>The most values of a state that has an index.</summary>
    public const int KeyParts = 4;

    private readonly LitmusProgram program;
    private readonly PropositionEvaluator? condition;
    private readonly int declared;
    private readonly long[] counts;
    private readonly int[] satisfying;
    private readonly Dictionary<StateKey, long> others = [];
    private long othersSatisfied;

    /// <summary>An empty counter.</summary>
    public NativeCounter(LitmusProgram program)
    {
        this.program = program;
        condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
        declared = StateValues.DeclaredCount(program);
        counts = new long[1 << (KeyBits * Math.Min(KeyParts, program.Observed.Count))];
        satisfying = [.. Enumerable.Range(0, counts.Length).Where(index => condition?.Evaluate(StateOf(index)) ?? false)];
    }

    /// <summary>The counts of the states that have an index.</summary>
    public long[] Counts => counts;

    /// <summary>How many of the states counted satisfy the condition; while another thread counts, roughly.</summary>
    public long Satisfied
    {
        get
        {
            long sum = othersSatisfied;
            foreach (int index in satisfying) sum += counts[index];
            return sum;
        }
    }

    /// <summary>Counts a state.</summary>
    public void Count(long* values, NativeCells cells, byte* row)
    {
        if (IndexOf(values) is >= 0 and int index)
        {
            counts[index]++;
            return;
        }

        long[] state = new long[program.Observed.Count];
        for (int part = 0; part < state.Length; part++) state[part] = StateValues.Canonical(cells.Decode(values[part], row), program.Observed[part], declared);
        CollectionsMarshal.GetValueRefOrAddDefault(others, new StateKey(state), out _)++;
        if (condition?.Evaluate(state) == true) othersSatisfied++;
    }

    /// <summary>Adds what was counted to <paramref name="total"/>.</summary>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        for (int index = 0; index < counts.Length; index++)
        {
            if (counts[index] != 0) Add(total, new StateKey(StateOf(index)), counts[index]);
        }

        foreach ((StateKey state, long times) in others) Add(total, state, times);
    }

    private int IndexOf(long* values)
    {
        int parts = program.Observed.Count, index = 0;
        if (parts > KeyParts) return -1;
        for (int part = 0; part < parts; part++)
        {
            if ((ulong)values[part] >= KeyLimit) return -1;
            index |= (int)values[part] << (part * KeyBits);
        }

        return index;
    }

    private static void Add(Dictionary<StateKey, long> total, StateKey state, long times) => CollectionsMarshal.GetValueRefOrAddDefault(total, state, out _) += times;

    private long[] StateOf(int index)
    {
        long[] state = new long[program.Observed.Count];
        for (int part = 0; part < Math.Min(state.Length, KeyParts); part++) state[part] = (index >> (part * KeyBits)) & (KeyLimit - 1);
        return state;
    }
}
