namespace MemoryModelLab.Workloads.WeakBugs;

/// <summary>
/// The slots of a concurrent queue carry numbers: who adds fills a slot and then sets its number; whoever copies the queue waits for the
/// number and then reads the item. The number was read plainly, so that the read of the item may go first (litmus/stores/MissingAcquire.litmus).
/// </summary>
internal sealed class QueueCopy(bool repaired)
{
    private readonly Slot _slot = new();

    /// <summary>The program.</summary>
    public static WeakBug Bug { get; } = new(
        "queue",
        "dotnet/runtime 76501: ConcurrentQueue, from 2016 to 2022",
        """
        Who adds to a queue fills a slot, then sets the slot's number. Who copies the queue waits for the number, then reads the item.
        The number is read plainly: on Arm64 the item may be read first, and the copy has an item that was never added.
        """,
        static () => Run(repaired: false),
        static () => Run(repaired: true));

    private void Add(int item)
    {
        _slot.Item = item;
        Volatile.Write(ref _slot.Number, 1);
    }

    private int Copy()
    {
        Slot slot = _slot;
        if (repaired)
            WaitInOrder(slot);
        else
            Wait(slot);
        return slot.Item;
    }

    private static void Wait(Slot slot)
    {
        var spin = new SpinWait();
        while (slot.Number != 1)
            spin.SpinOnce();
    }

    private static void WaitInOrder(Slot slot)
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref slot.Number) != 1)
            spin.SpinOnce();
    }

    private static void Run(bool repaired)
    {
        var queue = new QueueCopy(repaired);
        var adding = new Thread(() => queue.Add(42));
        adding.Start();
        WeakBug.Demand(queue.Copy() == 42, "the copy has an item that was never added");
        adding.Join();
    }

    private sealed class Slot
    {
        public int Item;
        public int Number;
    }
}
