namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// The operations under way, a bit each in a window, and which of them want what: so that a step of a search is a few operations on masks, however many
/// are under way.
/// </summary>
internal sealed class OpenOperations
{
    private const int Window = 128;

    private readonly RegisterOperation[] operations;
    private readonly int[] slots = new int[Window]; // the operation at each bit
    private readonly int[] slotOf;
    private readonly int[] kindOf; // the same for operations that are alike
    private readonly UInt128[] kinds;
    private readonly UInt128[] reads, exchanges, refusals; // by value: reads of it, compare-and-sets that expect it, those that failed for it was not there
    private UInt128 open, allRefusals;

    public OpenOperations(RegisterProblem problem)
    {
        operations = problem.Operations;
        slotOf = new int[operations.Length];
        (reads, exchanges, refusals) = (new UInt128[problem.Values], new UInt128[problem.Values], new UInt128[problem.Values]);
        (kindOf, int count) = problem.Kinds();
        kinds = new UInt128[count];
    }

    /// <summary>Reads and compare-and-sets that failed.</summary>
    public UInt128 Reads { get; private set; }

    public UInt128 Writes { get; private set; }

    /// <summary>Those of unknown outcome.</summary>
    public UInt128 Pending { get; private set; }

    /// <summary>The operation at a bit.</summary>
    public int this[int slot] => slots[slot];

    public UInt128 BitOf(int operation) => UInt128.One << slotOf[operation];

    /// <summary>What can take effect without changing a value.</summary>
    public UInt128 ReadsOf(int value) => reads[value] | (allRefusals & ~refusals[value]);

    /// <summary>The updates that can take effect at a value.</summary>
    public UInt128 UpdatesOf(int value) => Writes | exchanges[value];

    /// <summary>Updates that do the same.</summary>
    public UInt128 Like(int update) => kinds[kindOf[update]];

    /// <summary>What waits for a value to come, or for another to go.</summary>
    public UInt128 Awaiting(int present, int coming) => reads[coming] | exchanges[coming] | (present == coming ? 0 : refusals[present]);

    /// <summary>Gives an operation a bit; false when there is none left.</summary>
    public bool TryOpen(int operation)
    {
        int slot = (int)UInt128.TrailingZeroCount(~open);
        if (slot >= Window) return false;
        (slots[slot], slotOf[operation]) = (operation, slot);
        Set(operation, true);
        return true;
    }

    public void Close(int operation) => Set(operation, false);

    /// <summary>The operation at each bit; -1 where there is none.</summary>
    public int[] Save()
    {
        int used = Window - (int)UInt128.LeadingZeroCount(open);
        var saved = new int[used];
        for (int slot = 0; slot < used; slot++) saved[slot] = (open >> slot & 1) == 1 ? slots[slot] : -1;
        return saved;
    }

    public void GoBackTo(int[] saved)
    {
        for (UInt128 left = open; left != 0; left &= left - 1) Set(slots[(int)UInt128.TrailingZeroCount(left)], false);
        for (int slot = 0; slot < saved.Length; slot++)
        {
            if (saved[slot] < 0) continue;
            (slots[slot], slotOf[saved[slot]]) = (saved[slot], slot);
            Set(saved[slot], true);
        }
    }

    private void Set(int index, bool isOpen)
    {
        ref readonly RegisterOperation operation = ref operations[index];
        UInt128 bit = isOpen ? BitOf(index) : 0, others = ~BitOf(index);
        open = (open & others) | bit;
        Pending = (Pending & others) | (operation.IsPending ? bit : 0);
        if (operation.IsUpdate) kinds[kindOf[index]] = (kinds[kindOf[index]] & others) | bit;
        else Reads = (Reads & others) | bit;
        switch (operation.Action)
        {
            case RegisterAction.Read:
                reads[operation.Value] = (reads[operation.Value] & others) | bit;
                break;
            case RegisterAction.Write:
                Writes = (Writes & others) | bit;
                break;
            case RegisterAction.CompareAndSet:
                exchanges[operation.Expected] = (exchanges[operation.Expected] & others) | bit;
                break;
            default:
                refusals[operation.Expected] = (refusals[operation.Expected] & others) | bit;
                allRefusals = (allRefusals & others) | bit;
                break;
        }
    }
}
