using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Mapping;

/// <summary>
/// What .NET 10 emits for each form of memory access on one kind of processor, as data: the tags of the events that the emitted
/// instructions make. <c>Mapping/README.md</c> names the instructions and says where that is known from. Plain reads and writes are plain
/// loads and stores everywhere.
/// </summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Architecture">What the compiled program is a program of.</param>
public sealed record CompilationTarget(string Name, Architecture Architecture)
{
    private const EventTags DmbIsh = EventTags.DmbSy | EventTags.DomainIsh;

    /// <summary>x64: every access is a <c>mov</c>, every update a locked instruction, the barrier <c>lock or [rsp], 0</c>.</summary>
    public static readonly CompilationTarget X64 = new("x64", Architecture.X86_64)
    {
        UpdateRead = EventTags.ReadModifyWrite,
        UpdateWrite = EventTags.ReadModifyWrite,
        EnterRead = EventTags.ReadModifyWrite,
        EnterWrite = EventTags.ReadModifyWrite,
        MemoryBarrier = EventTags.MFence,
    };

    /// <summary>
    /// A machine like x64 whose stores to different locations may pass each other (the model <c>pso</c>). There is no .NET for it; it would
    /// need a store barrier where others release.
    /// </summary>
    public static readonly CompilationTarget Pso = X64 with { Name = "pso", BeforeRelease = EventTags.SFence, WriteBarrier = EventTags.SFence };

    /// <summary>Arm64 with LSE atomics, Armv8.1.</summary>
    public static readonly CompilationTarget Arm64Lse = new("arm64-lse", Architecture.AArch64)
    {
        VolatileRead = EventTags.Acquire,
        ReleaseWrite = EventTags.Release,
        UpdateRead = EventTags.ReadModifyWrite | EventTags.Acquire,
        UpdateWrite = EventTags.ReadModifyWrite | EventTags.Release,
        EnterRead = EventTags.ReadModifyWrite | EventTags.Acquire,
        EnterWrite = EventTags.ReadModifyWrite,
        MemoryBarrier = DmbIsh,
        ReadBarrier = EventTags.DmbLd | EventTags.DomainIsh,
        WriteBarrier = DmbIsh,
    };

    /// <summary>Arm64 with LSE atomics and LDAPR, Armv8.3: the processors of today.</summary>
    public static readonly CompilationTarget Arm64LseRcpc = Arm64Lse with { Name = "arm64-lse-rcpc", VolatileRead = EventTags.AcquirePc };

    /// <summary>Arm64 without LSE, Armv8.0: updates are loops of exclusives, and a barrier behind them.</summary>
    public static readonly CompilationTarget Arm64V80 = Arm64Lse with
    {
        Name = "arm64-v8.0",
        Exclusives = true,
        UpdateRead = EventTags.Exclusive | EventTags.Acquire,
        UpdateWrite = EventTags.Exclusive | EventTags.Release,
        AfterUpdate = DmbIsh,
        EnterRead = EventTags.Exclusive | EventTags.Acquire,
        EnterWrite = EventTags.Exclusive,
    };

    /// <summary>The processors .NET runs on.</summary>
    public static readonly IReadOnlyList<CompilationTarget> Supported = [X64, Arm64LseRcpc, Arm64Lse, Arm64V80];

    /// <summary>The load of <c>Volatile.Read</c>.</summary>
    public EventTags VolatileRead { get; init; }

    /// <summary>The store of <c>Volatile.Write</c>, of a reference that may not be null, and of leaving a lock.</summary>
    public EventTags ReleaseWrite { get; init; }

    /// <summary>The fence in front of such a store; none where that is <see cref="EventTags.None"/>.</summary>
    public EventTags BeforeRelease { get; init; }

    /// <summary>Whether an update is a load-exclusive and a store-exclusive, between real branches, instead of one instruction.</summary>
    public bool Exclusives { get; init; }

    /// <summary>The read of an <c>Interlocked</c> method.</summary>
    public EventTags UpdateRead { get; init; }

    /// <summary>Its write.</summary>
    public EventTags UpdateWrite { get; init; }

    /// <summary>The fence behind an <c>Interlocked</c> method, whether it wrote or not.</summary>
    public EventTags AfterUpdate { get; init; }

    /// <summary>The read that enters a lock.</summary>
    public EventTags EnterRead { get; init; }

    /// <summary>The write that enters it.</summary>
    public EventTags EnterWrite { get; init; }

    /// <summary><c>Interlocked.MemoryBarrier</c>.</summary>
    public EventTags MemoryBarrier { get; init; }

    /// <summary><c>Volatile.ReadBarrier</c>.</summary>
    public EventTags ReadBarrier { get; init; }

    /// <summary><c>Volatile.WriteBarrier</c>.</summary>
    public EventTags WriteBarrier { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
