using System.Numerics;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>A number for each value of a key: a hash table in three arrays, for histories of millions of values.</summary>
internal sealed class ValueTable
{
    private readonly int shift;
    private readonly long[] values;
    private readonly int[] keys;
    private readonly int[] numbers; // and 1; 0 where the place is free

    /// <summary>An empty table.</summary>
    /// <param name="most">How many values it must hold at most.</param>
    public ValueTable(int most)
    {
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(most, 1)) + 2, 3, 30);
        shift = 64 - bits;
        values = new long[1 << bits];
        keys = new int[1 << bits];
        numbers = new int[1 << bits];
    }

    /// <summary>The number of a value; -1 when it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int key, long value) => numbers[Place(key, value)] - 1;

    /// <summary>Numbers a value; false when it has a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(int key, long value, int number)
    {
        int place = Place(key, value);
        if (numbers[place] > 0) return false;
        (keys[place], values[place], numbers[place]) = (key, value, number + 1);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(int key, long value)
    {
        ulong mixed = ((ulong)value ^ ((ulong)(uint)key * 0xC2B2AE3D27D4EB4F)) * 0x9E3779B97F4A7C15;
        int place = (int)(mixed >> shift);
        while (numbers[place] > 0 && (values[place] != value || keys[place] != key)) place = (place + 1) & (numbers.Length - 1);
        return place;
    }
}
