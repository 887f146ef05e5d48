using MemoryModelLab.Hardware.Harness;
using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>How often one worker saw each final state: states of small values by index, the others in a table.</summary>
internal sealed class StateCounter
{
    private readonly HarnessSource source;
    private readonly long[] counts;
    private readonly Dictionary<StateKey, long> others = [];
    private readonly long[] scratch;
    private readonly Action<long[]> count;
    private readonly int[] satisfying;
    private long othersSatisfied;

    /// <summary>An empty counter.</summary>
    /// <param name="source">The source whose states are counted.</param>
    /// <param name="condition">What a state satisfies or not; null for nothing.</param>
    /// <param name="satisfying">The states that satisfy it, by index: see <see cref="Satisfying"/>.</param>
    public StateCounter(HarnessSource source, PropositionEvaluator? condition, int[] satisfying)
    {
        this.source = source;
        this.satisfying = satisfying;
        counts = new long[(1 << (source.KeyBits * source.CountedValues)) + 2];
        scratch = new long[Math.Max(1, source.Observed.Count)];
        count = state =>
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(others, new StateKey([.. state]), out _)++;
            if (condition?.Evaluate(Decode(source, state)) == true) othersSatisfied++;
        };
    }

    /// <summary>The indices of the states that satisfy <paramref name="condition"/>.</summary>
    public static int[] Satisfying(HarnessSource source, PropositionEvaluator? condition) => condition is null || source.Observed.Count > source.CountedValues
        ? []
        : [.. Enumerable.Range(0, 1 << (source.KeyBits * source.CountedValues)).Where(index => IsState(source, index) && condition.Evaluate(Decode(source, Raw(source, index))))];

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

    /// <summary>Iterations in which a thread ended by following a null reference.</summary>
    public long Failed => counts[^2];

    /// <summary>Those among them that are not counted, since the thread's registers are not known.</summary>
    public long Lost => counts[^1];

    /// <summary>Counts iterations <paramref name="start"/> up to <paramref name="end"/> of the batch in <paramref name="harness"/>.</summary>
    public void Fold(CompiledHarness harness, CompiledShape shape, int start, int end) =>
        harness.Fold(start, end, shape.Stride, shape.Gap, counts, scratch, count);

    /// <summary>Adds what was counted to <paramref name="total"/>, in the program's own values.</summary>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        for (int index = 0; index < counts.Length - 2; index++)
        {
            if (counts[index] != 0) Add(total, Raw(source, index), counts[index]);
        }

        foreach ((StateKey state, long times) in others) Add(total, state.Values, times);
    }

    private void Add(Dictionary<StateKey, long> total, long[] raw, long times)
    {
        var state = new StateKey(Decode(source, raw));
        total[state] = total.GetValueOrDefault(state) + times;
    }

    private static long[] Raw(HarnessSource source, int index) => [.. source.Observed.Select((_, position) => (long)((index >> (position * source.KeyBits)) & ((1 << source.KeyBits) - 1)))];

    // Codes of references have few values; the rest of the index means nothing.
    private static bool IsState(HarnessSource source, int index) => Raw(source, index).Zip(source.Observed).All(part => part.Second.Addresses.Count == 0 || part.First < part.Second.Addresses.Count);

    private static long[] Decode(HarnessSource source, long[] raw) => [.. source.Observed.Select((value, position) => value.Decode(raw[position]))];
}
