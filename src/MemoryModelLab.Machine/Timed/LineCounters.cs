namespace MemoryModelLab.Machine.Timed;

/// <summary>What happened to a line of memory.</summary>
public struct LineCounters
{
    /// <summary>Accesses that needed no transaction.</summary>
    public long Hits { get; internal set; }

    /// <summary>Accesses that did.</summary>
    public long Misses { get; internal set; }

    /// <summary>Copies that other cores' writes took away.</summary>
    public long Invalidations { get; internal set; }

    /// <summary>Lines that came from another cache.</summary>
    public long Transfers { get; internal set; }

    /// <summary>Misses on a copy that was taken away, though no one has written the cell that is wanted since: it only shares the line.</summary>
    public long FalseSharing { get; internal set; }

    /// <summary>Cycles that accesses waited for others' transactions on the line.</summary>
    public long Waited { get; internal set; }
}
