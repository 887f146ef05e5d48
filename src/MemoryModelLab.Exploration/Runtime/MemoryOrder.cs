namespace MemoryModelLab.Exploration.Runtime;

/// <summary>What an access or a fence keeps in order, beside being one.</summary>
public enum MemoryOrder : byte
{
    /// <summary>A plain access (relaxed, in the terms of C11); as a fence, none: where one is left out, to see what it is for.</summary>
    Plain,

    /// <summary>A volatile read; as a fence, <c>Volatile.ReadBarrier</c>.</summary>
    Acquire,

    /// <summary>A volatile write; as a fence, <c>Volatile.WriteBarrier</c>.</summary>
    Release,

    /// <summary>A read-modify-write that acquires and releases and is no full fence, as C11 has it; .NET has no such operation.</summary>
    AcquireRelease,

    /// <summary>An <c>Interlocked</c> operation; as a fence, <c>Interlocked.MemoryBarrier</c>.</summary>
    Full,

    /// <summary>As a fence: <c>Interlocked.MemoryBarrierProcessWide</c>.</summary>
    ProcessWide,
}
