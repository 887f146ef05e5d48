using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Native.Arm;
using MemoryModelLab.Litmus.Programs;
using Architecture = MemoryModelLab.Litmus.Architecture;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// What the loops around a thread's body have in common on all processors. A loop is a function that takes the addresses of the first
/// record and behind the last. An iteration's record is the address of its row of cells, then room for the final values of the registers
/// that are observed.
/// </summary>
internal static class ThreadLoop
{
    /// <summary>How many iterations before its turn a row is fetched; so many records behind the last are read, and may hold zeros.</summary>
    public const int FetchedBefore = 16;

    /// <summary>The bytes of a record of <paramref name="thread"/>.</summary>
    public static int RecordSize(LitmusProgram program, int thread) => 8 + (8 * program.Observed.Count(observed => observed.Thread == thread));

    /// <summary>The code of the processor that <paramref name="program"/> is written for.</summary>
    /// <param name="program">The program.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="layout">Where the cells lie.</param>
    /// <param name="shape">What else the loop does.</param>
    /// <param name="fences">How many fences stand behind each iteration.</param>
    /// <param name="start">The address of the code.</param>
    /// <exception cref="NotSupportedException">The thread cannot run so; the message says why.</exception>
    public static byte[] Assemble(LitmusProgram program, int thread, CellLayout layout, BatchShape shape, int fences, ulong start) =>
        program.Architecture == Architecture.AArch64
            ? AArch64Loop.Assemble(program, thread, layout, shape, fences)
            : X64Loop.Assemble(program, thread, layout, shape, fences, start);
}
