using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine;

/// <summary>A machine that executes a test.</summary>
internal interface ILitmusMachine : ITransitionSystem
{
    /// <summary>The number of cores.</summary>
    int CoreCount { get; }

    /// <summary>The memory system.</summary>
    IMemorySystem Memory { get; }

    /// <summary>Whether states were too small, so that nothing that was found counts.</summary>
    bool IsOutgrown { get; }

    /// <summary>Whether a thread computed on and on, so that not all was seen.</summary>
    bool HasDiverged { get; }

    /// <summary>The value of an observed part in the state under expansion, in which all is done.</summary>
    long Observe(Observed part);

    /// <summary>What is in the machine's parts in a state.</summary>
    IReadOnlyList<Part> Describe(ReadOnlySpan<ulong> packedState, Func<long, string> print);
}
