using System.Numerics;

namespace MemoryModelLab.Stores;

/// <summary>
/// A sequential hash table with linear probing and removal by shifting back (Knuth, TAOCP 3, 6.4, algorithm R): no tombstones, so that an
/// unsuccessful search ends at the first empty slot. Its slots are open, because the readers of a sequence lock read them while they change.
/// </summary>
internal sealed class LinearTable<TKey, TValue>
    where TKey : notnull
{
    private const int MinLength = 8;
    private const int MaxLength = 1 << 30;
    private readonly int shift;

    public LinearTable(int capacity)
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp((long)capacity * 4 / 3 + 1, MinLength, MaxLength));
        Slots = new Slot[length];
        shift = 32 - BitOperations.Log2((uint)length);
    }

    public Slot[] Slots { get; }

    public int Count { get; private set; }

    public bool IsFull => Count >= Slots.Length / 4 * 3;

    /// <summary>A hash whose high bits choose the slot and which is never 0, the mark of an empty one.</summary>
    public static uint Spread(int hash) => (uint)hash * 0x9E3779B1u | 1;

    public int Home(uint hash) => (int)(hash >> shift);

    public int Next(int slot) => (slot + 1) & (Slots.Length - 1);

    public int IndexOf(TKey key, uint hash, IEqualityComparer<TKey> comparer)
    {
        for (int i = Home(hash); Slots[i].Hash != 0; i = Next(i))
        {
            if (Slots[i].Hash == hash && comparer.Equals(Slots[i].Key, key))
                return i;
        }
        return -1;
    }

    public void Add(uint hash, TKey key, TValue value)
    {
        int i = Home(hash);
        while (Slots[i].Hash != 0)
            i = Next(i);
        Slots[i] = new Slot { Hash = hash, Key = key, Value = value };
        Count++;
    }

    public void RemoveAt(int hole)
    {
        int mask = Slots.Length - 1;
        for (int i = Next(hole); Slots[i].Hash != 0; i = Next(i))
        {
            // An entry moves into the hole unless its home lies cyclically behind the hole.
            if (((i - Home(Slots[i].Hash)) & mask) >= ((i - hole) & mask))
            {
                Slots[hole] = Slots[i];
                hole = i;
            }
        }
        Slots[hole] = default;
        Count--;
    }

    /// <summary>The capacity of a table twice as long.</summary>
    /// <exception cref="InsufficientMemoryException">There is none.</exception>
    public static int CapacityAfter(int length) => length < MaxLength
        ? (int)((long)length * 3 / 2 - 1)
        : throw new InsufficientMemoryException("A store cannot hold that many entries.");

    /// <summary>The entries in a table twice as long.</summary>
    /// <exception cref="InsufficientMemoryException">There is none.</exception>
    public LinearTable<TKey, TValue> Grown()
    {
        var grown = new LinearTable<TKey, TValue>(CapacityAfter(Slots.Length));
        foreach (Slot slot in Slots)
        {
            if (slot.Hash != 0)
                grown.Add(slot.Hash, slot.Key, slot.Value);
        }
        return grown;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries()
    {
        foreach (Slot slot in Slots)
        {
            if (slot.Hash != 0)
                yield return KeyValuePair.Create(slot.Key, slot.Value);
        }
    }

    internal struct Slot
    {
        public uint Hash;
        public TKey Key;
        public TValue Value;
    }
}
