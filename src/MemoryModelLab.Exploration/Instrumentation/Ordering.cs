namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>How the source writes an access.</summary>
internal enum Ordering : byte
{
    /// <summary>As a field or an element is accessed.</summary>
    Plain,

    /// <summary>Volatile: a read acquires, a write releases.</summary>
    Volatile,
}
