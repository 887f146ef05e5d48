using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>Finds the location of a field by the number of its object and its own: an open hash table, asked at each access.</summary>
internal sealed class LocationNames(LocationTable locations, ObjectTable objects)
{
    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int count;

    /// <summary>The location of a field or an element; of a static field, where there is no owner.</summary>
    public int Find<T>(object? owner, int field, ref T storage, string? name)
    {
        int number = objects.NumberOf(owner);
        long key = ((long)number << 32) | (uint)field;
        int slot = SlotOf(key);
        if (values[slot] > 0) return values[slot] - 1;
        int location = Add(number, ref storage, name ?? (owner is Array ? $"[{field}]" : null));
        keys[slot] = key;
        values[slot] = location + 1;
        if (2 * ++count > keys.Length) Rehash();
        return location;
    }

    /// <summary>Adds a location that is not found by key.</summary>
    public int Add<T>(long owner, ref T storage, string? name) => locations.Add(new LocationInfo(
        Bits.From(storage, objects), Bits.Mask<T>(), owner, Bits.IsReference<T>(), typeof(T), name ?? $"v{locations.Count}"));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(long key)
    {
        int mask = keys.Length - 1;
        int slot = (int)((ulong)(key * unchecked((long)0x9E3779B97F4A7C15)) >> 40) & mask;
        while (values[slot] > 0 && keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }

    private void Rehash()
    {
        var (oldKeys, oldValues) = (keys, values);
        keys = new long[2 * oldKeys.Length];
        values = new int[keys.Length];
        for (int i = 0; i < oldKeys.Length; i++)
        {
            if (oldValues[i] == 0) continue;
            int slot = SlotOf(oldKeys[i]);
            (keys[slot], values[slot]) = (oldKeys[i], oldValues[i]);
        }
    }
}
