namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// The distinct final states found so far and how many executions end in each: a hash table with open addressing over states stored one
/// after the other, because a test can have a million of them.
/// </summary>
internal sealed class StateTable(int width)
{
    private long[] values = new long[16 * width];
    private int[] slots = new int[32];
    private readonly List<Entry> entries = [];

    public int Count => entries.Count;

    public Entry this[int number]
    {
        get => entries[number];
        set => entries[number] = value;
    }

    public ReadOnlySpan<long> Values(int number) => values.AsSpan(number * width, width);

    /// <summary>The number of a state, which is given the next one when it is not there yet.</summary>
    public int NumberOf(ReadOnlySpan<long> state, out bool isNew)
    {
        int mask = slots.Length - 1;
        int slot = Hash(state) & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int number = slots[slot] - 1;
            if (!Values(number).SequenceEqual(state)) continue;
            isNew = false;
            return number;
        }

        isNew = true;
        int added = entries.Count;
        entries.Add(default);
        if (values.Length < entries.Count * width) Array.Resize(ref values, values.Length * 2);
        state.CopyTo(values.AsSpan(added * width));
        slots[slot] = added + 1;
        if (entries.Count * 2 > slots.Length) Grow();
        return added;
    }

    private static int Hash(ReadOnlySpan<long> state)
    {
        ulong hash = 0;
        foreach (long value in state) hash = (ulong.RotateLeft(hash, 5) ^ (ulong)value) * 0x9E37_79B9_7F4A_7C15;
        return (int)(hash >> 33);
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        int mask = slots.Length - 1;
        for (int number = 0; number < entries.Count; number++)
        {
            int slot = Hash(Values(number)) & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = number + 1;
        }
    }

    /// <summary>What is known of a state.</summary>
    internal record struct Entry(long Executions, bool Satisfies, bool PassesFilter, ExecutionGraph? Witness);
}
