using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>A store of a perpetual test.</summary>
/// <param name="Thread">Who stores.</param>
/// <param name="Location">The location's index.</param>
/// <param name="Constant">What the test stores.</param>
/// <param name="Register">The dialect's number of the register that holds what iteration n stores instead, <c>K·n + Offset</c>.</param>
/// <param name="Offset">The store's number among those to its location, from 1.</param>
internal sealed record PerpetualStore(int Thread, int Location, long Constant, int Register, int Offset);

/// <summary>A load whose value is observed.</summary>
/// <param name="Thread">Who loads.</param>
/// <param name="Location">The location's index.</param>
/// <param name="Register">The dialect's number of the register that holds the value at the thread's end.</param>
/// <param name="Slot">Its place among the thread's loads.</param>
internal sealed record PerpetualLoad(int Thread, int Location, int Register, int Slot);

/// <summary>
/// A test that runs without any synchronisation between its iterations, after PerpLE (Melissaris, Markakis, Shaw, Martonosi: PerpLE:
/// Improving the Speed and Effectiveness of Memory Consistency Testing, MICRO 2020).
/// </summary>
/// <remarks>
/// All iterations of a thread work on the same cells, one after another, or go round some rows of cells, each of which is then a run by itself
/// (<see cref="PerpetualShape"/>). For what a value is to tell which iteration wrote it, iteration n writes <c>K·n + c</c> where the test writes
/// its c-th constant to a location. Every value must therefore be a constant, nothing may depend on what was read, and one thread only may write a location that is read: its values then grow in coherence order.
/// <see cref="PerpetualCounter"/> finds the outcomes.
/// </remarks>
internal sealed class PerpetualTest
{
    /// <summary>The program.</summary>
    public required LitmusProgram Program { get; init; }

    /// <summary>The threads, with a register in the place of each constant that is stored.</summary>
    public required IReadOnlyList<AssemblyThread> Threads { get; init; }

    /// <summary>All stores, by thread and in program order.</summary>
    public required IReadOnlyList<PerpetualStore> Stores { get; init; }

    /// <summary>All loads that are observed, by thread.</summary>
    public required IReadOnlyList<PerpetualLoad> Loads { get; init; }

    /// <summary>For each part of the state its value, when each load has seen so many of the stores to its location.</summary>
    public required IReadOnlyList<Func<IReadOnlyList<int>, long>> Observed { get; init; }

    /// <summary>The step K of the sequences: the most stores a location has.</summary>
    public int Step => Stores.Select(store => store.Offset).DefaultIfEmpty(1).Max();

    /// <summary>The stores to the location of <paramref name="load"/>, in the order of their values; all by one thread.</summary>
    public IReadOnlyList<PerpetualStore> StoresSeenBy(PerpetualLoad load) => [.. Stores.Where(store => store.Location == load.Location)];

    /// <summary>The loads of <paramref name="thread"/>.</summary>
    public IReadOnlyList<PerpetualLoad> LoadsOf(int thread) => [.. Loads.Where(load => load.Thread == thread)];

    /// <summary>The final state in which each load has seen so many of the stores to its location: 0 for the initial value.</summary>
    public long[] StateOf(IReadOnlyList<int> seen) => [.. Observed.Select(value => value(seen))];
}
