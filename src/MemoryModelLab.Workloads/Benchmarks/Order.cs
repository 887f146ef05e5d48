namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>The keys that each thread asks for, one after another and then from the beginning; a turn takes some of them, the next turn goes on.</summary>
internal sealed class Order<TKey>(TKey[][] keys, int turn)
    where TKey : struct
{
    /// <summary>Work on some keys; returns how many operations it did.</summary>
    public delegate int Work(ReadOnlySpan<TKey> keys);

    /// <summary>One turn of one thread.</summary>
    public long Each(int round, int thread, Work work)
    {
        TKey[] mine = keys[thread];
        int start = (int)((long)round * turn % mine.Length);
        long done = 0;
        while (done < turn)
        {
            int length = (int)Math.Min(turn - done, mine.Length - start);
            work(mine.AsSpan(start, length));
            done += length;
            start = 0;
        }
        return done;
    }
}
