namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Values in a row, immutable: the state of a queue, a stack, a list, or, sorted, a set. Rows that grew out of each other share an array, so that a search keeps
/// thousands of them; the hash is a polynomial, which changes at either end in one step.
/// </summary>
internal sealed class Sequence : IEquatable<Sequence>
{
    public static readonly Sequence Empty = new(new Shared([], 0), 0, 0, 0);

    private const ulong Base = 0x9E3779B97F4A7C15; // odd: it has an inverse modulo 2^64
    private static readonly ulong Inverse = InverseOf(Base);

    private readonly Shared shared;
    private readonly int begin;
    private readonly int end;
    private readonly ulong hash; // the sum of each value's mix, times Base to the power of its distance from the end

    private Sequence(Shared shared, int begin, int end, ulong hash) => (this.shared, this.begin, this.end, this.hash) = (shared, begin, end, hash);

    public int Count => end - begin;

    public long First => shared.Values[begin];

    public long Last => shared.Values[end - 1];

    private ReadOnlySpan<long> Values => shared.Values.AsSpan(begin, Count);

    public Sequence Append(long value)
    {
        Shared room = shared;
        int from = begin;
        if (room.Used != end || room.Values.Length == end)
        {
            var values = new long[Math.Max(4, 2 * Count)];
            Values.CopyTo(values);
            (room, from) = (new Shared(values, Count), 0);
        }

        room.Values[room.Used++] = value;
        return new Sequence(room, from, room.Used, (hash * Base) + Mix(value));
    }

    public Sequence WithoutFirst() => new(shared, begin + 1, end, hash - (Mix(First) * Power(Count - 1)));

    public Sequence WithoutLast() => new(shared, begin, end - 1, (hash - Mix(Last)) * Inverse);

    public bool Contains(long value) => Values.BinarySearch(value) >= 0;

    /// <summary>A sorted sequence with one more value.</summary>
    public Sequence Insert(long value)
    {
        int at = ~Values.BinarySearch(value);
        return Of([.. Values[..at], value, .. Values[at..]]);
    }

    /// <summary>A sorted sequence with one value less.</summary>
    public Sequence Remove(long value)
    {
        int at = Values.BinarySearch(value);
        return Of([.. Values[..at], .. Values[(at + 1)..]]);
    }

    public bool IsSame(IReadOnlyList<long> others) => others.Count == Count && (others is long[] array ? Values.SequenceEqual(array) : Values.SequenceEqual([.. others]));

    public bool Equals(Sequence? other) => other is not null && hash == other.hash && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as Sequence);

    public override int GetHashCode() => hash.GetHashCode();

    private static Sequence Of(long[] values)
    {
        ulong hash = 0;
        foreach (long value in values) hash = (hash * Base) + Mix(value);
        return new Sequence(new Shared(values, values.Length), 0, values.Length, hash);
    }

    private static ulong Mix(long value)
    {
        ulong mixed = ((ulong)value ^ ((ulong)value >> 31)) * 0xC2B2AE3D27D4EB4F;
        return mixed ^ (mixed >> 29);
    }

    private static ulong Power(int exponent)
    {
        ulong power = 1, square = Base;
        for (; exponent > 0; exponent >>= 1, square *= square)
        {
            if ((exponent & 1) != 0) power *= square;
        }

        return power;
    }

    /// <summary>By Newton's iteration, which doubles the bits that are right.</summary>
    private static ulong InverseOf(ulong odd)
    {
        ulong inverse = odd;
        for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - (odd * inverse);
        return inverse;
    }

    /// <summary>An array of which a beginning is in use.</summary>
    private sealed class Shared(long[] values, int used)
    {
        public long[] Values { get; } = values;

        public int Used { get; set; } = used;
    }
}
