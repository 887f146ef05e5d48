using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine;

/// <summary>What a machine is made of, and the bounds of its exploration.</summary>
public sealed record MachineOptions
{
    /// <summary>The store buffers.</summary>
    public BufferKind Buffers { get; init; } = BufferKind.Tso;

    /// <summary>Whether cores are like those of Arm: they execute out of order, have no store buffer, and share one memory.</summary>
    public bool OutOfOrder { get; init; }

    /// <summary>The instructions that access memory, branch or choose which an out-of-order core has in its window at a time.</summary>
    public int WindowSize { get; init; } = 16;

    /// <summary>What is between them and memory: a name of <see cref="Memory.MemorySystems"/>.</summary>
    public string Protocol { get; init; } = Memory.MemorySystems.Flat;

    /// <summary>Whether caches acknowledge invalidations early and apply them late; on the bus only.</summary>
    public bool InvalidateQueues { get; init; }

    /// <summary>How many variables share a cache line.</summary>
    public int CellsPerLine { get; init; } = 1;

    /// <summary>How many sets a cache has.</summary>
    public int Sets { get; init; } = 1;

    /// <summary>How many lines a set holds.</summary>
    public int Ways { get; init; } = int.MaxValue;

    /// <summary>Whether accesses to what no other thread uses are steps of their own, which only matters to who looks at the steps.</summary>
    public bool ShowsEveryAccess { get; init; }

    /// <summary>
    /// Whether steps that commute are taken in one order only, where that leaves every final state reachable: partial-order reduction. Never so where every
    /// access is shown.
    /// </summary>
    public bool Reduces { get; init; } = true;

    /// <summary>The messages a state has room for; null for what is likely enough. It grows as needed.</summary>
    internal int? MostMessages { get; init; }

    /// <summary>The most states that are kept.</summary>
    public int MostStates { get; init; } = Explorer.DefaultMostStates;
}
