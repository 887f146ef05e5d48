namespace MemoryModelLab.Exploration.Engine;

/// <summary>The kinds of events.</summary>
public enum EventKind : byte
{
    /// <summary>A read.</summary>
    Read,

    /// <summary>The read of a read-modify-write, also of one that fails and writes nothing.</summary>
    UpdateRead,

    /// <summary>A write.</summary>
    Write,

    /// <summary>The write of a read-modify-write: the event after its <see cref="UpdateRead"/>.</summary>
    UpdateWrite,

    /// <summary>A fence.</summary>
    Fence,

    /// <summary>The start of another thread.</summary>
    Start,

    /// <summary>The wait for another thread's end.</summary>
    Join,
}
