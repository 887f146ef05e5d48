namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>What can be done about the order an access keeps.</summary>
internal enum Measure : byte
{
    /// <summary>The access is volatile.</summary>
    Volatile,

    /// <summary>There is a fence: the source's own, or a full one beside the access, before a read, after a write.</summary>
    Fence,

    /// <summary>The access is Interlocked, where it is one by itself: an exchange whose result is not used, an operation that leaves what was there.</summary>
    Interlocked,
}
