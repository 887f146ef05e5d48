using System.Numerics;

namespace MemoryModelLab.Machine.Exploration;

/// <summary>
/// Where the components of a state lie in its packed form. A component is a small number with a known maximum; it gets as many bits as that
/// needs, and never crosses from one word into the next.
/// </summary>
public sealed class Layout
{
    private const int WordBits = 64;

    private readonly List<Field> fields = [];
    private int used = WordBits;

    /// <summary>The number of components.</summary>
    public int Count => fields.Count;

    /// <summary>The number of 64-bit words of a packed state, at least 1.</summary>
    public int Words { get; private set; }

    /// <summary>Claims a component whose values are 0 … <paramref name="maximum"/>; its index in the unpacked state.</summary>
    public int Add(int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        int width = WordBits - BitOperations.LeadingZeroCount((ulong)maximum);
        if (used + width > WordBits)
        {
            Words++;
            used = 0;
        }

        fields.Add(new Field(Math.Max(Words - 1, 0), used == WordBits ? 0 : used, maximum == 0 ? 0 : ulong.MaxValue >> (WordBits - width)));
        used += used == WordBits ? 0 : width;
        Words = Math.Max(Words, 1);
        return fields.Count - 1;
    }

    /// <summary>Claims <paramref name="count"/> components in a row; the index of the first.</summary>
    public int Add(int count, int maximum)
    {
        int first = fields.Count;
        for (int i = 0; i < count; i++) Add(maximum);
        return first;
    }

    /// <summary>Packs <paramref name="values"/>, one a component.</summary>
    public void Pack(ReadOnlySpan<int> values, Span<ulong> packed)
    {
        packed.Clear();
        for (int i = 0; i < fields.Count; i++)
        {
            Field field = fields[i];
            packed[field.Word] |= (ulong)values[i] << field.Shift;
        }
    }

    /// <summary>Unpacks a state.</summary>
    public void Unpack(ReadOnlySpan<ulong> packed, Span<int> values)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            Field field = fields[i];
            values[i] = (int)((packed[field.Word] >> field.Shift) & field.Mask);
        }
    }

    private readonly record struct Field(int Word, int Shift, ulong Mask);
}
