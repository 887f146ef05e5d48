using MemoryModelLab.Machine.Coherence;

namespace MemoryModelLab.Machine.Timed;

/// <summary>How caches reach each other.</summary>
public enum Interconnect
{
    /// <summary>One bus: a transaction at a time in the whole machine.</summary>
    Bus,

    /// <summary>A directory: a transaction at a time for each line.</summary>
    Directory,
}

/// <summary>How long things take, in cycles.</summary>
/// <param name="L1">An access that hits the first-level cache.</param>
/// <param name="L2">One that hits the second level.</param>
/// <param name="Bus">A transaction on the bus.</param>
/// <param name="Hop">A message between a cache and a directory, or between two caches.</param>
/// <param name="Directory">A look into the directory.</param>
/// <param name="Memory">A line from memory.</param>
public sealed record Latencies(int L1 = 4, int L2 = 14, int Bus = 20, int Hop = 30, int Directory = 10, int Memory = 200);

/// <summary>What a timed machine is made of.</summary>
public sealed record TimedOptions
{
    /// <summary>The most cores.</summary>
    public const int MostCores = 1024;

    /// <summary>The cores.</summary>
    public int Cores { get; init; } = 8;

    /// <summary>What caches do: a protocol on the bus. With a directory the same table holds, and the directory tells those that have the line.</summary>
    public ProtocolTable Protocol { get; init; } = BusProtocols.Mesi;

    /// <summary>How caches reach each other.</summary>
    public Interconnect Interconnect { get; init; } = Interconnect.Directory;

    /// <summary>How long things take.</summary>
    public Latencies Latencies { get; init; } = new();

    /// <summary>Cells that share a line.</summary>
    public int CellsPerLine { get; init; } = 8;

    /// <summary>
    /// The cycles from when a store is executed to when its instruction has retired, at least 1: before that it does not leave the buffer, while loads behind it go on.
    /// </summary>
    public int Retirement { get; init; } = 20;

    /// <summary>The stores a core's buffer holds.</summary>
    public int StoreBuffer { get; init; } = 32;

    /// <summary>The sets and ways of the first-level cache.</summary>
    public (int Sets, int Ways) L1 { get; init; } = (64, 8);

    /// <summary>The sets and ways of the second-level cache.</summary>
    public (int Sets, int Ways) L2 { get; init; } = (1024, 8);

    /// <summary>What chance is drawn from.</summary>
    public ulong Seed { get; init; } = 1;
}
