namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>
/// What of a run tells histories apart. The less the models that are asked about look at, the fewer histories, and states, there are; each kind leaves out
/// only what they cannot see.
/// </summary>
public enum HistoryDetail
{
    /// <summary>What each client read: sessions, causality, sequential consistency.</summary>
    Values,

    /// <summary>
    /// Besides, which operation was answered before which was invoked, and by which replica: prefixes and staleness. Requests arrive at once: one that is late
    /// could as well be invoked late, which only adds to what real time orders.
    /// </summary>
    RealTime,

    /// <summary>What each client read, and of each key which of its operations was answered before which was invoked: linearizability, which is local.</summary>
    RealTimeByKey,

    /// <summary>Besides, in which order the operations of a key were invoked, and requests that are late: strict consistency, which is local too.</summary>
    Invocations,

    /// <summary>All events in their order.</summary>
    All,
}
