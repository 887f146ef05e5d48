using System.Numerics;

namespace MemoryModelLab.Models.Relations;

/// <summary>A set of events of one execution: one bit an event, 64 to a word.</summary>
public sealed class EventSet
{
    /// <summary>Creates the empty set over events 0 … <paramref name="size"/> - 1.</summary>
    public EventSet(int size)
    {
        Size = size;
        Words = new ulong[BitMatrix.StrideOf(size)];
    }

    /// <summary>Creates a set from its words.</summary>
    public EventSet(int size, ReadOnlySpan<ulong> words)
    {
        Size = size;
        Words = words.ToArray();
    }

    /// <summary>The number of events of the execution.</summary>
    public int Size { get; }

    /// <summary>The bits; event i is bit i % 64 of word i / 64.</summary>
    public ulong[] Words { get; }

    /// <summary>Whether the set has no element.</summary>
    public bool IsEmpty => !Words.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>The number of elements.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in Words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Whether <paramref name="item"/> is an element.</summary>
    public bool this[int item]
    {
        get => (Words[item >> 6] >> item & 1) != 0;
        set
        {
            if (value) Words[item >> 6] |= 1UL << item;
            else Words[item >> 6] &= ~(1UL << item);
        }
    }

    /// <summary>The elements in ascending order.</summary>
    public IEnumerable<int> Elements()
    {
        for (int w = 0; w < Words.Length; w++)
        {
            for (ulong rest = Words[w]; rest != 0; rest &= rest - 1) yield return (w << 6) + BitOperations.TrailingZeroCount(rest);
        }
    }

    /// <summary>Whether both have the same elements.</summary>
    public bool SameAs(EventSet other) => Words.AsSpan().SequenceEqual(other.Words);
}
