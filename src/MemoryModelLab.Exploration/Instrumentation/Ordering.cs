namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>How an access is written, or how it would have to be.</summary>
public enum Ordering : byte
{
    /// <summary>As a field or an element is accessed; of a fence: as if it were not there.</summary>
    Plain,

    /// <summary>Volatile: a read acquires, a write releases.</summary>
    Volatile,

    /// <summary>Volatile, with a full fence: before a read, after a write.</summary>
    Fenced,
}
