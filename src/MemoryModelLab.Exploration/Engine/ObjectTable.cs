using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>Numbers the objects whose references are stored in shared memory: 0 is null. Identity, not equality.</summary>
internal sealed class ObjectTable
{
    private object?[] objects = new object?[16];
    private int[] buckets = NewBuckets(32);
    private int count = 1;

    /// <summary>The object with a number.</summary>
    public object? this[long number] => objects[number];

    /// <summary>The number of an object.</summary>
    public int NumberOf(object? value)
    {
        if (value is null) return 0;
        int mask = buckets.Length - 1;
        int slot = RuntimeHelpers.GetHashCode(value) & mask;
        for (; buckets[slot] > 0; slot = (slot + 1) & mask)
            if (ReferenceEquals(objects[buckets[slot]], value)) return buckets[slot];
        if (count == objects.Length) Array.Resize(ref objects, 2 * count);
        objects[count] = value;
        buckets[slot] = count;
        if (2 * ++count > buckets.Length) Rehash();
        return count - 1;
    }

    private static int[] NewBuckets(int size) => new int[size];

    private void Rehash()
    {
        buckets = NewBuckets(2 * buckets.Length);
        int mask = buckets.Length - 1;
        for (int number = 1; number < count; number++)
        {
            int slot = RuntimeHelpers.GetHashCode(objects[number]) & mask;
            while (buckets[slot] > 0) slot = (slot + 1) & mask;
            buckets[slot] = number;
        }
    }
}
