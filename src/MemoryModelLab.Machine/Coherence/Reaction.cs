namespace MemoryModelLab.Machine.Coherence;

/// <summary>What came of an event.</summary>
internal enum Reaction
{
    /// <summary>The table says that it cannot happen.</summary>
    Undefined,

    /// <summary>It has to wait.</summary>
    Stall,

    /// <summary>There was nothing to do but go to the next state.</summary>
    Nothing,

    /// <summary>Something was done.</summary>
    Done,
}
