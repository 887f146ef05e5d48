using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores.OutOfOrder;

/// <summary>A register's content while the window is read: known once all loads it was computed from have a value.</summary>
/// <param name="Known">Whether the value is known.</param>
/// <param name="Value">The value.</param>
/// <param name="Loads">The loads in the window it was computed from, a bit a slot: its dependencies, even where the arithmetic cancels.</param>
/// <param name="Picks">Those, and the loads that decided which value it got (a conditional select), also by way of stores that loads read again.</param>
internal readonly record struct Content(bool Known, long Value, ulong Loads, ulong Picks);

/// <summary>An instruction in a window, as far as it is known.</summary>
internal struct Instance
{
    /// <summary>What it is: a load, a store, a branch or a choice.</summary>
    public Op Op;

    /// <summary>The number of that op in the thread.</summary>
    public int Place;

    /// <summary>Whether its address is known.</summary>
    public bool IsLocated;

    /// <summary>The cell at that address; -1 for none.</summary>
    public int Cell;

    /// <summary>What a store writes, or a branch depends on.</summary>
    public Content Data;

    /// <summary>The instructions that must be performed before it may, a bit a slot.</summary>
    public ulong Before;

    /// <summary>The same, and all that must be performed before those.</summary>
    public ulong AllBefore;

    /// <summary>The loads its address and value come from or were picked by.</summary>
    public ulong Flow;

    /// <summary>Those, and for a store the loads that branches before it depend on.</summary>
    public ulong Picks;

    /// <summary>The other half of a read-modify-write; -1 for none.</summary>
    public int Partner;
}
