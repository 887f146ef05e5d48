namespace MemoryModelLab.Exploration;

/// <summary>The memory models that programs are explored under.</summary>
public enum MemoryModelKind
{
    /// <summary>Sequential consistency.</summary>
    Sequential,

    /// <summary>Total store order, as x86.</summary>
    TotalStoreOrder,

    /// <summary>Release-acquire.</summary>
    ReleaseAcquire,

    /// <summary>RC11: C11 repaired, without cycles of program order and reads-from.</summary>
    RC11,

    /// <summary>The .NET memory model, without cycles of program order and reads-from.</summary>
    DotNet,
}
