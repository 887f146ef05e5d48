namespace MemoryModelLab.Litmus.Generation;

/// <summary>What an access of a cycle does.</summary>
public enum Direction
{
    /// <summary>It reads (R).</summary>
    Read,

    /// <summary>It writes (W).</summary>
    Write,
}
