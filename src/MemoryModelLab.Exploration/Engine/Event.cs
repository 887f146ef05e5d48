using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// One event of an execution graph. Its identity is its index in the graph: the number of events that were added before it (TruSt's
/// stamp). A store is named by the index of its write, or by <c>~location</c> for the location's initial value.
/// </summary>
internal struct Event
{
    /// <summary>The value read or written: bits, or the number of an object. Of a start, 1 if the thread is in the background.</summary>
    public long Value;

    /// <summary>What a read-modify-write writes or adds.</summary>
    public long Operand;

    /// <summary>What a compare-exchange compares with.</summary>
    public long Comparand;

    /// <summary>The reads of the thread that the address was computed from, by position; those past the 63rd are left out.</summary>
    public ulong Address;

    /// <summary>The reads of the thread that decide whether, where and what a write writes, by position; those past the 63rd are left out.</summary>
    public ulong Depends;

    /// <summary>The thread's index.</summary>
    public int Thread;

    /// <summary>The number of events of the thread before this one.</summary>
    public int Position;

    /// <summary>The location; for <see cref="EventKind.Start"/> and <see cref="EventKind.Join"/> the other thread.</summary>
    public int Location;

    /// <summary>The event at the same location that was added just before, or -1.</summary>
    public int PreviousAtLocation;

    /// <summary>Of a read: the store it reads from.</summary>
    public int ReadsFrom;

    /// <summary>Of a read: the next in the list of those that read from the same store, or -1.</summary>
    public int NextReader;

    /// <summary>Of a write: the first of those that read from it, or -1.</summary>
    public int FirstReader;

    /// <summary>Of a write: the store just before in coherence order.</summary>
    public int CoPrevious;

    /// <summary>Of a write: the write just after in coherence order, or -1.</summary>
    public int CoNext;

    /// <summary>The model's: the position of the thread's first read that returned the object the address is in, or -1.</summary>
    public int Through;

    /// <summary>The model's: whether the object may be known otherwise than by that read.</summary>
    public bool IsAmbiguous;

    /// <summary>Whether the thread knows the object it is of without having read a reference to it.</summary>
    public bool IsKnown;

    /// <summary>Where in the program: a number the instrumentation gave, or 0.</summary>
    public int Site;

    /// <summary>Where in the runs that are known of its thread (<see cref="KnownRuns"/>).</summary>
    public int Step;

    /// <summary>The model's: a number of events, or a position, in the event's own thread, so that it survives renumbering.</summary>
    public int Before;

    /// <summary>The model's, likewise.</summary>
    public int Chain;

    /// <summary>The kind.</summary>
    public EventKind Kind;

    /// <summary>The order it keeps.</summary>
    public MemoryOrder Order;

    /// <summary>Of an <see cref="EventKind.UpdateRead"/>: what is made of the value.</summary>
    public Update Update;

    /// <summary>Of an access to a struct in parts: which part, from 1; 0 of any other.</summary>
    public byte Part;

    /// <summary>Whether it reads.</summary>
    public readonly bool IsRead => Kind <= EventKind.UpdateRead;

    /// <summary>Whether it writes.</summary>
    public readonly bool IsWrite => Kind is EventKind.Write or EventKind.UpdateWrite;

    /// <summary>Whether it accesses memory.</summary>
    public readonly bool IsAccess => Kind <= EventKind.UpdateWrite;
}
