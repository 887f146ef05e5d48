using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Litmus.Programs;

/// <summary>A test lowered to the common instruction set: what every engine (models, simulated machine, hardware) runs.</summary>
public sealed class LitmusProgram
{
    private readonly Architecture? architecture;

    /// <summary>The test this was lowered from.</summary>
    public required LitmusTest Test { get; init; }

    /// <summary>What the ops are of: the test's architecture, or the one a C# test was compiled for.</summary>
    public Architecture Architecture
    {
        get => architecture ?? Test.Architecture;
        init => architecture = value;
    }

    /// <summary>
    /// The declared locations in order; location i has the address <see cref="AddressSpace.AddressOf"/>(i). Cells at an offset inside one
    /// (arrays, object fields) are separate locations named by their address.
    /// </summary>
    public required IReadOnlyList<Location> Locations { get; init; }

    /// <summary>The threads in order.</summary>
    public required IReadOnlyList<ThreadProgram> Threads { get; init; }

    /// <summary>
    /// What the states of this test consist of, in herd's printing order (registers by thread and name, then locations): everything the
    /// condition, the filter, the expectations and the <c>locations</c> clause mention.
    /// </summary>
    public required IReadOnlyList<Observed> Observed { get; init; }

    /// <summary>The final condition over <see cref="Observed"/>; null when the test has none.</summary>
    public required Condition? Condition { get; init; }
}

/// <summary>A memory location.</summary>
/// <param name="Name">The name as states print it, without brackets.</param>
/// <param name="Offset">Bytes from the start of the declared location it lies in.</param>
/// <param name="Declared">The index of that declared location.</param>
/// <param name="Initial">The value before every thread starts.</param>
public sealed record Location(string Name, int Declared, long Offset, long Initial)
{
    /// <summary>The location's address.</summary>
    public long Address => AddressSpace.AddressOf(Declared) + Offset;
}

/// <summary>A part of the final state that is printed and asked about.</summary>
/// <param name="Name">As a state prints it: <c>1:rax</c>, <c>[x]</c>.</param>
/// <param name="Thread">The thread's index, or -1 for memory.</param>
/// <param name="Index">The register's index in its thread, or the location's index in <see cref="LitmusProgram.Locations"/>.</param>
/// <param name="Width">The number of bits that are printed and compared: 8, 16, 32 or 64.</param>
/// <param name="Unsigned">Whether those bits are an unsigned number.</param>
/// <param name="Array">The array this is an element of, when states print the array as a whole, <c>t={1,2};</c>; its elements follow each other.</param>
public sealed record Observed(string Name, int Thread, int Index, int Width = 64, bool Unsigned = false, string? Array = null);

/// <summary>A thread in the common instruction set.</summary>
public sealed class ThreadProgram
{
    /// <summary>The registers' names, canonical in the dialect (<c>X0</c>, <c>rax</c>, <c>r0</c>); the lowering adds its own, with names that start with '%'.</summary>
    public required IReadOnlyList<string> Registers { get; init; }

    /// <summary>The registers' values before the thread starts.</summary>
    public required IReadOnlyList<long> InitialValues { get; init; }

    /// <summary>The code; running past its end ends the thread.</summary>
    public required IReadOnlyList<Op> Code { get; init; }

    /// <summary>The number of the instruction each op belongs to, where that is not said by its line; null where it is.</summary>
    public IReadOnlyList<int>? Instructions { get; init; }
}
