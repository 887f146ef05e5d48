namespace MemoryModelLab.Consistency.Objects;

/// <summary>Values in a row, immutable: the state of a queue, a stack, a list, or, sorted, a set.</summary>
internal sealed class Sequence : IEquatable<Sequence>
{
    public static readonly Sequence Empty = new([]);

    private readonly long[] values;
    private readonly int hash;

    public Sequence(long[] values)
    {
        this.values = values;
        var code = default(HashCode);
        foreach (long value in values) code.Add(value);
        hash = code.ToHashCode();
    }

    public int Count => values.Length;

    public long First => values[0];

    public long Last => values[^1];

    public Sequence Append(long value) => new([.. values, value]);

    public Sequence WithoutFirst() => new(values[1..]);

    public Sequence WithoutLast() => new(values[..^1]);

    public bool Contains(long value) => Array.BinarySearch(values, value) >= 0;

    /// <summary>A sorted sequence with one more value.</summary>
    public Sequence Insert(long value)
    {
        int at = ~Array.BinarySearch(values, value);
        return new([.. values[..at], value, .. values[at..]]);
    }

    /// <summary>A sorted sequence with one value less.</summary>
    public Sequence Remove(long value)
    {
        int at = Array.BinarySearch(values, value);
        return new([.. values[..at], .. values[(at + 1)..]]);
    }

    public bool IsSame(IReadOnlyList<long> others) => values.AsSpan().SequenceEqual([.. others]);

    public bool Equals(Sequence? other) => other is not null && hash == other.hash && values.AsSpan().SequenceEqual(other.values);

    public override bool Equals(object? obj) => Equals(obj as Sequence);

    public override int GetHashCode() => hash;
}
