using System.Numerics;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Machine.Exploration;

/// <summary>
/// Packed states, numbered in the order they are added, each with the number of the state it was reached from. A state costs its words, four
/// bytes for the parent, and four bytes a slot of a hash table that is at most three quarters full.
/// </summary>
internal sealed class StateSet(int words)
{
    // States lie in chunks: growing never copies them, and no array is too long.
    private const int ChunkBits = 14;
    private const int ChunkMask = (1 << ChunkBits) - 1;

    private readonly List<ulong[]> chunks = [];
    private readonly List<int[]> parents = [];
    private int[] slots = new int[1 << 10];

    /// <summary>The number of states.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that all of this takes.</summary>
    public long Bytes => ((long)chunks.Count << ChunkBits) * ((words * sizeof(ulong)) + sizeof(int)) + ((long)slots.Length * sizeof(int));

    /// <summary>A state.</summary>
    public ReadOnlySpan<ulong> this[int number] => chunks[number >> ChunkBits].AsSpan((number & ChunkMask) * words, words);

    /// <summary>The state it was reached from; -1 for the first.</summary>
    public int Parent(int number) => parents[number >> ChunkBits][number & ChunkMask];

    /// <summary>Adds a state if it is new.</summary>
    public bool Add(ReadOnlySpan<ulong> state, int parent)
    {
        int mask = slots.Length - 1;
        int slot = (int)Hash(state) & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (this[slots[slot] - 1].SequenceEqual(state)) return false;
        }

        if ((Count & ChunkMask) == 0)
        {
            chunks.Add(new ulong[words << ChunkBits]);
            parents.Add(new int[1 << ChunkBits]);
        }

        state.CopyTo(chunks[Count >> ChunkBits].AsSpan((Count & ChunkMask) * words));
        parents[Count >> ChunkBits][Count & ChunkMask] = parent;
        slots[slot] = ++Count;
        if (Count > slots.Length / 4 * 3) Grow();
        return true;
    }

    /// <summary>The number of a state; -1 when it is not here.</summary>
    public int Find(ReadOnlySpan<ulong> state)
    {
        int mask = slots.Length - 1;
        for (int slot = (int)Hash(state) & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (this[slots[slot] - 1].SequenceEqual(state)) return slots[slot] - 1;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<ulong> state)
    {
        ulong hash = 0;
        foreach (ulong word in state) hash = (BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E37_79B9_7F4A_7C15;
        return (uint)(hash >> 32);
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        int mask = slots.Length - 1;
        for (int number = 0; number < Count; number++)
        {
            int slot = (int)Hash(this[number]) & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = number + 1;
        }
    }
}
