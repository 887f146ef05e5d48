using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware;

/// <summary>How long and in what portions a test runs on this machine.</summary>
public sealed record HardwareOptions
{
    /// <summary>The run ends after this time, at a batch's end.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the threads are kept together. C# tests run batched.</summary>
    public HardwareMode Mode { get; init; }

    /// <summary>
    /// How C# is compiled. A mode other than <see cref="JitMode.Tier1"/> holds only in a process that was started with
    /// <see cref="JitEnvironment"/>.
    /// </summary>
    public JitMode Jit { get; init; } = JitMode.Tier1;

    /// <summary>The run ends after this many iterations, rounded up to whole batches; null for as many as the time allows.</summary>
    public long? Iterations { get; init; }

    /// <summary>
    /// Iterations between two meetings of the threads. Small batches keep the threads near each other; in large ones the meetings cost
    /// less, but the cells no longer fit the caches. Measured on two cores with SB: 512 to 2048 do best in both.
    /// </summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>Seeds the random delays before each batch.</summary>
    public int Seed { get; init; } = 1;
}
