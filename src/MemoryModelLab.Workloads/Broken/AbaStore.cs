namespace MemoryModelLab.Workloads.Broken;

/// <summary>
/// Keeps values in nodes that it takes from a free list and gives back, by compare-and-swap on the index of the first one:
/// litmus/stores/Aba.litmus. A node that two threads took holds the value of the one that wrote last.
/// </summary>
internal sealed class AbaStore : BrokenStore<long>
{
    private readonly long[] values;
    private readonly int[] next;
    private readonly int[] nodeOf;
    private int free = 1;

    public AbaStore()
        : this(Slots)
    {
    }

    public AbaStore(int slots)
    {
        int nodes = slots + 16;
        (values, next, nodeOf) = (new long[nodes], new int[nodes], new int[slots]);
        for (int node = 1; node < nodes - 1; node++)
            next[node] = node + 1;
    }

    public override bool TryGetValue(long key, out long value)
    {
        while (true)
        {
            int node = Volatile.Read(ref nodeOf[key]);
            value = Volatile.Read(ref values[node]);
            if (Volatile.Read(ref nodeOf[key]) == node)
                return node != 0;
        }
    }

    public override void Set(long key, long value)
    {
        int node = Take();
        Volatile.Write(ref values[node], value);
        int old = Interlocked.Exchange(ref nodeOf[key], node);
        if (old != 0)
            GiveBack(old);
    }

    public override bool TryRemove(long key, out long value)
    {
        while (true)
        {
            int node = Volatile.Read(ref nodeOf[key]);
            value = Volatile.Read(ref values[node]);
            if (node == 0)
                return false;
            if (Interlocked.CompareExchange(ref nodeOf[key], 0, node) != node)
                continue;
            GiveBack(node);
            return true;
        }
    }

    private int Take()
    {
        while (true)
        {
            int first = Volatile.Read(ref free);
            int second = Volatile.Read(ref next[first]);
            Pause();
            // Right would be: an index with a version beside it. Here first may have been taken and given back since it was read.
            if (Interlocked.CompareExchange(ref free, second, first) == first)
                return first;
        }
    }

    private void GiveBack(int node)
    {
        int first;
        do
        {
            first = Volatile.Read(ref free);
            Volatile.Write(ref next[node], first);
        }
        while (Interlocked.CompareExchange(ref free, node, first) != first);
    }
}
