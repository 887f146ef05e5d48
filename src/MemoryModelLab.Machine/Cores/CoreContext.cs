using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Memory;

namespace MemoryModelLab.Machine.Cores;

/// <summary>What the cores of one machine share.</summary>
internal sealed class CoreContext
{
    private const EventTags Acquires = EventTags.Acquire | EventTags.AcquirePc | EventTags.CAcquire | EventTags.CAcquireRelease | EventTags.CSequential | EventTags.CConsume;

    public required BufferKind Buffers { get; init; }

    public required MemoryMap Map { get; init; }

    public required ValueTable Values { get; init; }

    public required IMemorySystem Memory { get; init; }

    /// <summary>Null when every access to memory is to be a step of its own.</summary>
    public required Sharing? Sharing { get; init; }

    /// <summary>The largest number of a value that a state can hold.</summary>
    public required int MostValue { get; init; }

    /// <summary>The cells that a state has room for.</summary>
    public required int Cells { get; init; }

    /// <summary>Set when a value or a cell turned up that states have no room for: all begins again with more.</summary>
    public bool IsOutgrown { get; private set; }

    /// <summary>Set when a thread ran on and on without touching memory.</summary>
    public bool HasDiverged { get; set; }

    /// <summary>The number of a value.</summary>
    public int NumberOf(long value)
    {
        int number = Values.NumberOf(value);
        if (number <= MostValue) return number;
        IsOutgrown = true;
        return 0;
    }

    /// <summary>The cell that the address of an instruction in a line of the test is that of; -1 for none.</summary>
    public int CellAt(long address, int line)
    {
        int cell = Map.At(address, line);
        if (cell < Cells) return cell;
        IsOutgrown = true;
        return -1;
    }

    /// <summary>Whether the order of this load among the others' steps cannot matter.</summary>
    public bool IsLocalLoad(int core, int cell) => Sharing is { } sharing && !sharing.OthersWrite(core, cell);

    /// <summary>Whether the order of this store to memory among the others' steps cannot matter.</summary>
    public bool IsLocalStore(int core, int cell) => Sharing is { } sharing && !sharing.OthersTouch(core, cell);

    /// <summary>
    /// Whether a load must find no invalidation waiting: what comes after an acquire may not read what is older than it, and an exclusive load takes its
    /// reservation of the line as it is, not of a copy that is gone.
    /// </summary>
    public static bool WaitsForInvalidations(Op.Load load) => IsAtomic(load) || (load.Tags & (Acquires | EventTags.Exclusive)) != 0;

    /// <summary>Whether an op reads and writes in one step.</summary>
    public static bool IsAtomic(Op.Load load) => load.Tags.HasFlag(EventTags.ReadModifyWrite);
}
