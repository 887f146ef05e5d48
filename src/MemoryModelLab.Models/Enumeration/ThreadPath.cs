using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>What an event does.</summary>
public enum EventKind
{
    /// <summary>Reads a location.</summary>
    Read,

    /// <summary>Writes a location.</summary>
    Write,

    /// <summary>Reads and writes a location in one event (an atomic read-modify-write of C11).</summary>
    ReadModifyWrite,

    /// <summary>A fence.</summary>
    Fence,
}

/// <summary>One way through a thread's code: its events in program order, and what the reads must return for it to be taken.</summary>
/// <param name="Events">The events.</param>
/// <param name="Constraints">Values that must be non-zero (or zero) for the path to be the one taken.</param>
/// <param name="Registers">The registers' values at the end.</param>
internal sealed record ThreadPath(
    IReadOnlyList<PathEvent> Events, IReadOnlyList<PathConstraint> Constraints, IReadOnlyList<Expression> Registers);

/// <summary>One event of a path.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Location">The location's number; -1 for a fence.</param>
/// <param name="Tags">Its annotations.</param>
/// <param name="Value">What it writes; null for an event that does not.</param>
/// <param name="Addr">The reads its address was computed from.</param>
/// <param name="Data">The reads its value was computed from.</param>
/// <param name="Ctrl">The reads that decided a branch before it.</param>
/// <param name="LoopCtrl">Those among them that decided whether a loop goes round; known only where dependencies are semantic.</param>
/// <param name="Picks">What each of the three depends on besides, through selections.</param>
/// <param name="Publishes">For the write of a reference, the writes before it to fields of the object it refers to.</param>
/// <param name="RmwRead">For the write of a read-modify-write, the number of its read; otherwise -1.</param>
/// <param name="Rmw">How it belongs to a read-modify-write.</param>
/// <param name="Instruction">The number of the instruction on the path; the events of one instruction share it.</param>
/// <param name="Line">The line in the test's file.</param>
internal sealed record PathEvent(
    EventKind Kind, int Location, EventTags Tags, Expression? Value, EventMask Addr, EventMask Data, EventMask Ctrl, EventMask LoopCtrl, Picks Picks,
    EventMask Publishes, int RmwRead, RmwRole Rmw, int Instruction, int Line);

/// <summary>The reads that an event's address, value and control depend on only by what was selected.</summary>
internal readonly record struct Picks(EventMask Addr, EventMask Data, EventMask Ctrl);

/// <summary>The path is taken only if <paramref name="Condition"/> is non-zero, or, with <paramref name="Holds"/> false, zero.</summary>
internal sealed record PathConstraint(Expression Condition, bool Holds);
