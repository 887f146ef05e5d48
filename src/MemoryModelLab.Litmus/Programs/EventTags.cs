namespace MemoryModelLab.Litmus.Programs;

/// <summary>
/// What an event is beside reading, writing or fencing: the annotations that memory models select events by. One bit a tag, shared by
/// all dialects; the models map the names of the cat language onto them, per architecture.
/// </summary>
[Flags]
public enum EventTags : ulong
{
    /// <summary>A plain access.</summary>
    None = 0,

    // -- AArch64 --------------------------------------------------------------------------------------------------------------

    /// <summary>AArch64 load-acquire (LDAR, LDAXR, the A forms): cat set <c>A</c>.</summary>
    Acquire = 1UL << 0,

    /// <summary>AArch64 store-release (STLR, STLXR, the L forms): cat set <c>L</c>.</summary>
    Release = 1UL << 1,

    /// <summary>AArch64 load-acquire with RCpc (LDAPR): cat set <c>Q</c>.</summary>
    AcquirePc = 1UL << 2,

    /// <summary>Half of an exclusive pair (LDXR, STXR and their A/L forms): cat set <c>X</c>.</summary>
    Exclusive = 1UL << 3,

    /// <summary>The read of an atomic instruction that returns nothing (STADD, or a destination of XZR): cat set <c>NoRet</c>.</summary>
    NoReturn = 1UL << 4,

    /// <summary>Half of a single-instruction read-modify-write (LSE atomics, XCHG, LOCK …, C11 and C# atomics).</summary>
    ReadModifyWrite = 1UL << 5,

    // -- C11 ------------------------------------------------------------------------------------------------------------------

    /// <summary>An access or fence written with atomics: cat set <c>A</c> of C.</summary>
    CAtomic = 1UL << 6,

    /// <summary>memory_order_relaxed: <c>RLX</c>.</summary>
    CRelaxed = 1UL << 7,

    /// <summary>memory_order_acquire: <c>ACQ</c>.</summary>
    CAcquire = 1UL << 8,

    /// <summary>memory_order_release: <c>REL</c>.</summary>
    CRelease = 1UL << 9,

    /// <summary>memory_order_acq_rel: <c>ACQ_REL</c>.</summary>
    CAcquireRelease = 1UL << 10,

    /// <summary>memory_order_seq_cst: <c>SC</c>.</summary>
    CSequential = 1UL << 11,

    /// <summary>memory_order_consume: <c>CON</c>.</summary>
    CConsume = 1UL << 12,

    /// <summary>A non-atomic C access: <c>NA</c>.</summary>
    CNonAtomic = 1UL << 13,

    // -- C# -------------------------------------------------------------------------------------------------------------------

    /// <summary><c>Volatile.Read/Write</c>, an access to a volatile field.</summary>
    Volatile = 1UL << 16,

    /// <summary>The read or write of an <c>Interlocked</c> method.</summary>
    Interlocked = 1UL << 17,

    /// <summary>The read and write that enter a <c>lock</c>, and the write that leaves it.</summary>
    Monitor = 1UL << 18,

    /// <summary>An access to a field of an object through a reference.</summary>
    ObjectField = 1UL << 19,

    /// <summary>An access to memory that holds a reference to an object.</summary>
    Reference = 1UL << 20,

    // -- fences: an event of kind Fence has exactly one -----------------------------------------------------------------------

    /// <summary>x86 MFENCE.</summary>
    MFence = 1UL << 24,

    /// <summary>x86 LFENCE.</summary>
    LFence = 1UL << 25,

    /// <summary>x86 SFENCE.</summary>
    SFence = 1UL << 26,

    /// <summary>AArch64 ISB.</summary>
    Isb = 1UL << 27,

    /// <summary>AArch64 DMB with full access types; combined with a domain (<see cref="DomainIsh"/> …, none = SY).</summary>
    DmbSy = 1UL << 28,

    /// <summary>AArch64 DMB …LD.</summary>
    DmbLd = 1UL << 29,

    /// <summary>AArch64 DMB …ST.</summary>
    DmbSt = 1UL << 30,

    /// <summary>AArch64 DSB with full access types.</summary>
    DsbSy = 1UL << 31,

    /// <summary>AArch64 DSB …LD.</summary>
    DsbLd = 1UL << 32,

    /// <summary>AArch64 DSB …ST.</summary>
    DsbSt = 1UL << 33,

    /// <summary>Domain of a DMB or DSB: inner shareable.</summary>
    DomainIsh = 1UL << 34,

    /// <summary>Domain of a DMB or DSB: outer shareable.</summary>
    DomainOsh = 1UL << 35,

    /// <summary>Domain of a DMB or DSB: non-shareable.</summary>
    DomainNsh = 1UL << 36,

    /// <summary>C <c>atomic_thread_fence</c>; its order is one of the C tags beside it.</summary>
    CFence = 1UL << 37,

    /// <summary>C# <c>Interlocked.MemoryBarrier</c> or <c>Thread.MemoryBarrier</c>.</summary>
    MemoryBarrier = 1UL << 38,

    /// <summary>C# <c>Interlocked.MemoryBarrierProcessWide</c>.</summary>
    MemoryBarrierProcessWide = 1UL << 39,

    /// <summary>C# <c>Volatile.ReadBarrier</c>.</summary>
    ReadBarrier = 1UL << 40,

    /// <summary>C# <c>Volatile.WriteBarrier</c>.</summary>
    WriteBarrier = 1UL << 41,
}
