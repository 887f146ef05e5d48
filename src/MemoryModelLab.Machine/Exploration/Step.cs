namespace MemoryModelLab.Machine.Exploration;

/// <summary>What happens in a step.</summary>
public enum StepKind
{
    /// <summary>A core reads from its store buffer.</summary>
    Forward,

    /// <summary>A core reads memory through its cache.</summary>
    Load,

    /// <summary>A core without a store buffer writes memory.</summary>
    Store,

    /// <summary>A store leaves the buffer for memory.</summary>
    Drain,

    /// <summary>A core reads and writes a location in one step.</summary>
    Atomic,

    /// <summary>A choice of the program: a store-exclusive that may fail, an interrupt that may come.</summary>
    Choose,

    /// <summary>A core goes on past a branch it cannot decide yet: not taken (0) or taken (1).</summary>
    Predict,

    /// <summary>A cache asks for a line, or gives one back; the access itself waits.</summary>
    Request,

    /// <summary>A line leaves a cache to make room.</summary>
    Evict,

    /// <summary>An invalidation that was acknowledged before is applied.</summary>
    Invalidate,

    /// <summary>A message of the coherence protocol arrives.</summary>
    Message,
}

/// <summary>One step of a machine.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Core">The core that does it, or the receiver of a message (the number of cores: the directory).</param>
/// <param name="Line">The line in the test's file; 0 where no instruction does it.</param>
/// <param name="Cell">The memory cell, or the cache line of a request or message; -1 for none.</param>
/// <param name="Value">The value read or written.</param>
/// <param name="Detail">What the protocol calls it: <c>BusRdX</c>, <c>GetM</c>, <c>Inv</c>; null where no protocol takes part.</param>
/// <param name="From">The sender of a message; -1 for none.</param>
public readonly record struct Step(StepKind Kind, int Core, int Line, int Cell, long Value, string? Detail = null, int From = -1);
