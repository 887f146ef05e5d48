namespace MemoryModelLab.Consistency.Sessions;

/// <summary>The session guarantees of Terry et al., "Session guarantees for weakly consistent replicated data" (PDIS 1994).</summary>
[Flags]
internal enum SessionGuarantees
{
    None = 0,

    /// <summary>A read sees the session's earlier writes.</summary>
    ReadYourWrites = 1,

    /// <summary>A read sees what the session's earlier reads saw.</summary>
    MonotonicReads = 2,

    /// <summary>Who sees a session's later write sees its earlier ones; they are ordered so.</summary>
    MonotonicWrites = 4,

    /// <summary>Who sees a write sees what its session had read before; that is ordered so.</summary>
    WritesFollowReads = 8,

    All = 15,
}
