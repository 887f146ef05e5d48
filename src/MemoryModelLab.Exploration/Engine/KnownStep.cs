using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>What a thread does at one point of its runs: an operation, or that it ends or waits there.</summary>
internal struct KnownStep
{
    /// <summary>What the operation before has returned.</summary>
    public long Key;

    /// <summary>What is written, or what an update has for an operand.</summary>
    public long Operand;

    /// <summary>What a compare-exchange compares with.</summary>
    public long Comparand;

    /// <summary>The access; of others only order and site, and for the location the other thread, the kind of fence, or the position since which the thread waits.</summary>
    public Access Access;

    /// <summary>The last run of the thread that came here.</summary>
    public int Run;

    /// <summary>The first of the steps after this one.</summary>
    public int Next;

    /// <summary>The next of the steps after the same one.</summary>
    public int Sibling;

    /// <summary>What is done.</summary>
    public StepKind Kind;

    /// <summary>What an update makes of the value.</summary>
    public Update Update;
}

/// <summary>What a thread does.</summary>
internal enum StepKind : byte
{
    /// <summary>It begins.</summary>
    Begin,

    /// <summary>It reads.</summary>
    Read,

    /// <summary>It reads, modifies and writes.</summary>
    Modify,

    /// <summary>It writes.</summary>
    Write,

    /// <summary>It does nothing but keep order.</summary>
    Fence,

    /// <summary>It starts another.</summary>
    Start,

    /// <summary>It waits for another's end.</summary>
    Join,

    /// <summary>It waits for a change of what it has read.</summary>
    Wait,

    /// <summary>It ends.</summary>
    End,
}
