using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>Numbers the objects whose references are stored in shared memory: 0 is null. Identity, not equality.</summary>
internal sealed class ObjectTable
{
    private object?[] objects = new object?[16];
    private Carried[] carried = new Carried[16];
    private int[] buckets = NewBuckets(32);
    private int count = 1;
    private int used;

    /// <summary>The object with a number.</summary>
    public object? this[long number] => objects[number];

    /// <summary>The object that another was made of, as a delegate of what it is called on.</summary>
    public Carried CarriedBy(long number) => (ulong)number < (ulong)carried.Length ? carried[number] : default;

    /// <summary>The number of an object that was made of another.</summary>
    public int NumberOf(object value, object target, int thread, int position)
    {
        // The other's first: that of what is made is to be the last.
        int inside = NumberOf(target);
        int number = NumberOf(value);
        carried[number] = new Carried(inside, thread, position);
        return number;
    }

    /// <summary>The number of an object.</summary>
    public int NumberOf(object? value)
    {
        if (value is null) return 0;
        int mask = buckets.Length - 1;
        int slot = RuntimeHelpers.GetHashCode(value) & mask;
        for (; buckets[slot] > 0; slot = (slot + 1) & mask)
            if (buckets[slot] < count && ReferenceEquals(objects[buckets[slot]], value)) return buckets[slot];
        if (count == objects.Length)
        {
            Array.Resize(ref objects, 2 * count);
            Array.Resize(ref carried, 2 * count);
        }

        objects[count] = value;
        buckets[slot] = count++;
        if (2 * ++used > buckets.Length) Rehash();
        return count - 1;
    }

    /// <summary>
    /// An object that has just been numbered is what a thread, run again, makes where it made another before: it takes that one's place. So a thread
    /// finds in shared memory the object it has put there, also where its code, which is not rewritten, makes a new one each time.
    /// </summary>
    /// <returns>Whether it has.</returns>
    public bool Replace(long number, long made)
    {
        if (number <= 0 || made != count - 1 || number == made || objects[number]!.GetType() != objects[made]!.GetType()) return false;
        object value = objects[made]!;
        int mask = buckets.Length - 1;
        int slot = RuntimeHelpers.GetHashCode(value) & mask;
        while (buckets[slot] != made) slot = (slot + 1) & mask;
        buckets[slot] = (int)number;
        objects[number] = value;
        objects[--count] = null;
        carried[number] = carried[count];
        carried[count] = default;
        return true;
    }

    private static int[] NewBuckets(int size) => new int[size];

    private void Rehash()
    {
        // Slots of objects that were replaced are not counted, and not kept.
        buckets = NewBuckets(4 * count > buckets.Length ? 2 * buckets.Length : buckets.Length);
        used = count - 1;
        int mask = buckets.Length - 1;
        for (int number = 1; number < count; number++)
        {
            int slot = RuntimeHelpers.GetHashCode(objects[number]) & mask;
            while (buckets[slot] > 0) slot = (slot + 1) & mask;
            buckets[slot] = number;
        }
    }
}
