using MemoryModelLab.Hardware.Harness;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>How often one worker saw each final state: states of small values by index, the others in a table.</summary>
internal sealed class StateCounter
{
    private readonly HarnessSource source;
    private readonly long[] counts;
    private readonly Dictionary<StateKey, long> others = [];
    private readonly long[] scratch;
    private readonly Action<long[]> count;

    /// <summary>An empty counter for the states of <paramref name="source"/>.</summary>
    public StateCounter(HarnessSource source)
    {
        this.source = source;
        counts = new long[(1 << (source.KeyBits * source.CountedValues)) + 2];
        scratch = new long[Math.Max(1, source.Observed.Count)];
        count = state => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(others, new StateKey([.. state]), out _)++;
    }

    /// <summary>Iterations in which a thread ended by following a null reference.</summary>
    public long Failed => counts[^2];

    /// <summary>Those among them that are not counted, since the thread's registers are not known.</summary>
    public long Lost => counts[^1];

    /// <summary>Counts iterations <paramref name="start"/> up to <paramref name="end"/> of the batch in <paramref name="harness"/>.</summary>
    public void Fold(CompiledHarness harness, int start, int end) => harness.Fold(start, end, counts, scratch, count);

    /// <summary>Adds what was counted to <paramref name="total"/>, in the program's own values.</summary>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        for (int index = 0; index < counts.Length - 2; index++)
        {
            if (counts[index] == 0) continue;
            int key = index;
            int mask = (1 << source.KeyBits) - 1;
            Add(total, new StateKey([.. source.Observed.Select((_, position) => (long)((key >> (position * source.KeyBits)) & mask))]), counts[index]);
        }

        foreach ((StateKey state, long times) in others) Add(total, state, times);
    }

    private void Add(Dictionary<StateKey, long> total, StateKey raw, long times)
    {
        var state = new StateKey([.. source.Observed.Select((value, position) => value.Decode(raw.Values[position]))]);
        total[state] = total.GetValueOrDefault(state) + times;
    }
}
