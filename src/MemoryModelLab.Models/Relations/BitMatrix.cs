using System.Numerics;

namespace MemoryModelLab.Models.Relations;

/// <summary>A relation over the events of one execution: row i holds, one bit an event, the events that i is related to.</summary>
public sealed class BitMatrix
{
    /// <summary>Creates the empty relation over events 0 … <paramref name="size"/> - 1.</summary>
    public BitMatrix(int size)
    {
        Size = size;
        Stride = StrideOf(size);
        Words = new ulong[size * Stride];
    }

    /// <summary>Creates a relation from its rows.</summary>
    public BitMatrix(int size, ReadOnlySpan<ulong> words)
    {
        Size = size;
        Stride = StrideOf(size);
        Words = words.ToArray();
    }

    /// <summary>The number of events of the execution.</summary>
    public int Size { get; }

    /// <summary>The number of words in a row: 1 up to 64 events.</summary>
    public int Stride { get; }

    /// <summary>The rows, one after the other.</summary>
    public ulong[] Words { get; }

    /// <summary>Whether the relation has no pair.</summary>
    public bool IsEmpty => !Words.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>Whether <paramref name="from"/> is related to <paramref name="to"/>.</summary>
    public bool this[int from, int to]
    {
        get => (Words[(from * Stride) + (to >> 6)] >> to & 1) != 0;
        set
        {
            ref ulong word = ref Words[(from * Stride) + (to >> 6)];
            if (value) word |= 1UL << to;
            else word &= ~(1UL << to);
        }
    }

    /// <summary>The words of a row over <paramref name="size"/> events.</summary>
    public static int StrideOf(int size) => Math.Max(1, (size + 63) >> 6);

    /// <summary>The row of <paramref name="from"/>.</summary>
    public Span<ulong> Row(int from) => Words.AsSpan(from * Stride, Stride);

    /// <summary>The pairs, by row and then column.</summary>
    public IEnumerable<(int From, int To)> Pairs()
    {
        for (int from = 0; from < Size; from++)
        {
            for (int w = 0; w < Stride; w++)
            {
                for (ulong rest = Words[(from * Stride) + w]; rest != 0; rest &= rest - 1)
                {
                    yield return (from, (w << 6) + BitOperations.TrailingZeroCount(rest));
                }
            }
        }
    }

    /// <summary>Whether both have the same pairs.</summary>
    public bool SameAs(BitMatrix other) => Words.AsSpan().SequenceEqual(other.Words);
}
