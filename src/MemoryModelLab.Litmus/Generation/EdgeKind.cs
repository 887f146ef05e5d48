namespace MemoryModelLab.Litmus.Generation;

/// <summary>The relation an edge of a cycle stands for, in the order in which equal threads are put: the strongest first.</summary>
public enum EdgeKind
{
    /// <summary>Program order with a fence between the accesses.</summary>
    Fence,

    /// <summary>Program order with a dependency of the second access on the first, a read.</summary>
    Dependency,

    /// <summary>Program order, nothing else.</summary>
    ProgramOrder,

    /// <summary>The read takes its value from the write.</summary>
    ReadsFrom,

    /// <summary>The read takes its value from a write that is coherence-before the write.</summary>
    FromReads,

    /// <summary>The first write is coherence-before the second.</summary>
    Coherence,
}
