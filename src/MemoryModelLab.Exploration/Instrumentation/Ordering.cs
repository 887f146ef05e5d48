namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>How an access is written, or how it would be.</summary>
[Flags]
internal enum Ordering : byte
{
    /// <summary>As a field or an element is accessed.</summary>
    Plain = 0,

    /// <summary>A read acquires, a write releases.</summary>
    Volatile = 1,

    /// <summary>With a full fence: before a read, after a write.</summary>
    Fenced = 2,
}
