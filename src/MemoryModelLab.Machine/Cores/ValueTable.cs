namespace MemoryModelLab.Machine.Cores;

/// <summary>Numbers the values a test computes, so that a state holds a few bits for each instead of 64. Zero is number 0.</summary>
internal sealed class ValueTable
{
    private readonly Dictionary<long, int> numbers = new() { [0] = 0 };
    private readonly List<long> values = [0];

    /// <summary>The number of values seen.</summary>
    public int Count => values.Count;

    /// <summary>A value.</summary>
    public long this[int number] => values[number];

    /// <summary>The number of a value.</summary>
    public int NumberOf(long value)
    {
        if (numbers.TryGetValue(value, out int number)) return number;
        number = values.Count;
        values.Add(value);
        numbers.Add(value, number);
        return number;
    }
}
