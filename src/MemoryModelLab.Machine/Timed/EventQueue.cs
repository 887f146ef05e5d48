namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// Who acts next: a heap of four children a node, of words time · agent, so that equal times are in the order of agents and a run depends on nothing but
/// its seed. An agent is in it once at most.
/// </summary>
internal sealed class EventQueue(int agents)
{
    private const int AgentBits = 12;
    private const ulong AgentMask = (1UL << AgentBits) - 1;

    private readonly ulong[] heap = new ulong[agents + 1];

    /// <summary>The number of agents waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Who acts next.</summary>
    public int Agent => (int)(heap[0] & AgentMask);

    /// <summary>When.</summary>
    public long Time => (long)(heap[0] >> AgentBits);

    /// <summary>Adds an agent.</summary>
    public void Add(int agent, long time)
    {
        ulong key = ((ulong)time << AgentBits) | (uint)agent;
        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) >> 2;
            if (heap[parent] <= key) break;
            heap[at] = heap[parent];
            at = parent;
        }

        heap[at] = key;
    }

    /// <summary>The first agent acts again at a later time.</summary>
    public void Postpone(long time) => Sink(((ulong)time << AgentBits) | (heap[0] & AgentMask));

    /// <summary>Takes the first agent out.</summary>
    public void Remove()
    {
        ulong last = heap[--Count];
        if (Count > 0) Sink(last);
    }

    private void Sink(ulong key)
    {
        int at = 0;
        while (true)
        {
            int child = (at << 2) + 1;
            if (child >= Count) break;
            int end = Math.Min(child + 4, Count), least = child;
            ulong leastKey = heap[child];
            for (int other = child + 1; other < end; other++)
            {
                if (heap[other] < leastKey) (least, leastKey) = (other, heap[other]);
            }

            if (leastKey >= key) break;
            heap[at] = leastKey;
            at = least;
        }

        heap[at] = key;
    }
}
