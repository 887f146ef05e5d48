using System.Runtime.CompilerServices;

namespace MemoryModelLab.Machine.Verification;

/// <summary>
/// A set of words: open addressing with linear probing, no other memory than the words themselves. It holds each word + 1, so that 0 is a free place.
/// </summary>
internal sealed class WordSet
{
    private const int FirstBits = 12;

    private ulong[] slots = new ulong[1 << FirstBits];
    private int shift = 64 - FirstBits;

    /// <summary>The number of words.</summary>
    public long Count { get; private set; }

    /// <summary>The bytes that hold them; while it grows, the old ones besides.</summary>
    public long Bytes { get; private set; } = sizeof(ulong) << FirstBits;

    /// <summary>Adds a word; false when it was there.</summary>
    public bool Add(ulong word) => Add(word, Slot(word));

    /// <summary>
    /// Adds a few hundred words at most, and those that are new to <paramref name="added"/>. Each word's place is read before any is searched for, so that
    /// the memory of all comes at the same time: a set like this waits for memory and for little else.
    /// </summary>
    public void Add(ReadOnlySpan<ulong> words, WordList added)
    {
        if (Count + words.Length > slots.Length / 5L * 4) Grow();
        Span<ulong> there = stackalloc ulong[words.Length];
        for (int i = 0; i < words.Length; i++) there[i] = slots[Slot(words[i])];
        for (int i = 0; i < words.Length; i++)
        {
            if (there[i] != words[i] + 1 && Add(words[i], Slot(words[i]))) added.Add(words[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ulong word) => (int)((word * 0x9E37_79B9_7F4A_7C15) >> shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(ulong word, int slot)
    {
        ulong[] table = slots;
        ulong key = word + 1;
        while (true)
        {
            ulong there = table[slot];
            if (there == key) return false;
            if (there == 0) break;
            slot = (slot + 1) & (table.Length - 1);
        }

        table[slot] = key;
        Count++;
        return true;
    }

    private void Grow()
    {
        ulong[] old = slots;
        slots = new ulong[old.Length * 2];
        shift--;
        Bytes = ((long)slots.Length + old.Length) * sizeof(ulong);
        foreach (ulong key in old)
        {
            if (key == 0) continue;
            int slot = Slot(key - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = key;
        }
    }
}
