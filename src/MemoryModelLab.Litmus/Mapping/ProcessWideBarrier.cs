using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Mapping;

/// <summary>A barrier in the program's text.</summary>
/// <param name="Thread">The thread that calls it.</param>
/// <param name="Index">Where in its code.</param>
/// <param name="IsCertain">Whether every path of the thread comes here.</param>
/// <param name="Signals">The addresses of ack by thread; of ipi at the caller's own place.</param>
internal sealed record ProcessWideBarrier(int Thread, int Index, bool IsCertain, long[] Signals)
{
    /// <summary>The address of ipi.</summary>
    public Operand Request => Operand.Const(Signals[Thread]);

    /// <summary>The address of a thread's ack.</summary>
    public Operand Acknowledgement(int thread) => Operand.Const(Signals[thread]);
}
