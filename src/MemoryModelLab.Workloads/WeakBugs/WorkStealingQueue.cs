namespace MemoryModelLab.Workloads.WeakBugs;

/// <summary>
/// The owner takes work from the tail, a thief from the head. Each moves its own end and then looks at the other's: of the last item, at least
/// one of the two sees that the other has been there, if moving and looking stay in order. An atomic instruction between the two does it on
/// x64, where all are full fences. On Arm64 those of the time acquired and released, and were none. Today's are, but one: a compare-exchange
/// that fails only acquires, as here, where it is there to read (litmus/classic/csharp/SB.litmus is the pattern).
/// </summary>
internal sealed class WorkStealingQueue(bool repaired)
{
    private readonly int[] _items = new int[4];
    private int _head = 1;
    private int _tail = 1;

    /// <summary>The program.</summary>
    public static WeakBug Bug { get; } = new(
        "stealing",
        "dotnet/coreclr 17508: the work-stealing queue of the thread pool",
        """
        The owner takes work from the tail of a queue, a thief from the head. Each moves its end, then looks at the other's, so that
        one of them sees the other take the last item. An atomic instruction stands between: on x64 a full fence, on Arm64 none
        if it only reads, as a compare-exchange that fails. Both may look first, and the item is taken twice.
        """,
        static () => Run(repaired: false),
        static () => Run(repaired: true));

    private void Push(int item)
    {
        _items[_tail % _items.Length] = item;
        Volatile.Write(ref _tail, _tail + 1);
    }

    private bool TryPop(out int item)
    {
        int tail = _tail - 1;
        Volatile.Write(ref _tail, tail);
        if (repaired)
            Interlocked.MemoryBarrier();
        bool isThere = Interlocked.CompareExchange(ref _head, 0, 0) <= tail;
        item = isThere ? _items[tail % _items.Length] : 0;
        return isThere;
    }

    private bool TrySteal(out int item)
    {
        int head = _head;
        Volatile.Write(ref _head, head + 1);
        if (repaired)
            Interlocked.MemoryBarrier();
        bool isThere = head < Interlocked.CompareExchange(ref _tail, 0, 0);
        item = isThere ? _items[head % _items.Length] : 0;
        return isThere;
    }

    private static void Run(bool repaired)
    {
        var queue = new WorkStealingQueue(repaired);
        queue.Push(7);
        bool isStolen = false;
        var thief = new Thread(() => isStolen = queue.TrySteal(out _));
        thief.Start();
        bool isPopped = queue.TryPop(out _);
        thief.Join();
        WeakBug.Demand(!(isPopped && isStolen), "one item was taken twice");
    }
}
