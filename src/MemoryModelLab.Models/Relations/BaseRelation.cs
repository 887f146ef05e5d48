namespace MemoryModelLab.Models.Relations;

/// <summary>The relations an execution is made of; the others are computed from them.</summary>
public enum BaseRelation
{
    /// <summary>Program order: the events of a thread, in the order of its instructions; transitive.</summary>
    Po,

    /// <summary>Address dependency: from a read to an access whose address was computed from its value.</summary>
    Addr,

    /// <summary>Data dependency: from a read to a write whose value was computed from its value.</summary>
    Data,

    /// <summary>Control dependency: from a read to every event after a branch decided by its value.</summary>
    Ctrl,

    /// <summary>
    /// Pick dependencies: like <see cref="Addr"/>, <see cref="Data"/> and <see cref="Ctrl"/>, but also through the condition of a
    /// conditional select and the comparison of a compare-and-swap (Arm ARM B2.3.2). Each contains the dependency it is named after.
    /// </summary>
    PickAddr,

    /// <inheritdoc cref="PickAddr"/>
    PickData,

    /// <inheritdoc cref="PickAddr"/>
    PickCtrl,

    /// <summary>From the read to the write of an atomic read-modify-write.</summary>
    Rmw,

    /// <summary>The pairs of <see cref="Rmw"/> that are one instruction (herd's <c>amo</c>).</summary>
    Amo,

    /// <summary>The pairs of <see cref="Rmw"/> that are a load-exclusive and a store-exclusive (herd's <c>lxsx</c>).</summary>
    LoadStoreExclusive,

    /// <summary>
    /// Publication: from a write to a field of an object (or an element of an array) to a later write, by the same thread, of a reference
    /// to that very object.
    /// </summary>
    Publishes,

    /// <summary>Accesses to the same location; an equivalence on reads and writes.</summary>
    Loc,

    /// <summary>Events of the same thread (initial writes are a thread of their own).</summary>
    Internal,

    /// <summary>Events of different threads.</summary>
    External,

    /// <summary>The identity on all events.</summary>
    Id,

    /// <summary>Reads-from: from a write to each read that returns its value.</summary>
    Rf,

    /// <summary>Coherence: the order in which the writes to a location take effect; transitive, total per location.</summary>
    Co,

    /// <summary>From-reads, <c>(rf⁻¹ ; co) \ id</c>: from a read to the writes that overwrite what it read.</summary>
    Fr,
}
