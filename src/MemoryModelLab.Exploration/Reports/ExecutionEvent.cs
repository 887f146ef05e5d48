using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Reports;

/// <summary>One event of an execution, as reports show it.</summary>
/// <param name="Number">Its place in the report's order.</param>
/// <param name="Thread">The thread's index.</param>
/// <param name="Position">The number of events of the thread before it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Order">What it keeps in order.</param>
/// <param name="Location">What it accesses; empty for a fence, a start and a join.</param>
/// <param name="Value">The value read or written; for a start or a join the other thread.</param>
/// <param name="Source">Of a read: the number of the write it reads from; -1 for the initial value; null for other events.</param>
/// <param name="Overwritten">Of a read: whether a later write to the location is in the execution, so that the value is not the newest.</param>
/// <param name="CoherenceRank">Of a write: how many stores to the location are before it in coherence order, the initial value included.</param>
/// <param name="Site">Where in the program, as the access said; 0 if it did not.</param>
public sealed record ExecutionEvent(
    int Number, int Thread, int Position, EventKind Kind, MemoryOrder Order, string Location, string Value, int? Source, bool Overwritten,
    int CoherenceRank, int Site)
{
    /// <summary>The number of the location it accesses, since locations of different objects may be called the same; -1 where there is none.</summary>
    public int LocationNumber { get; init; } = -1;

    /// <summary>The event in words: <c>read x = 0 (initial, overwritten by then)</c>.</summary>
    public override string ToString() => Kind switch
    {
        EventKind.Fence => Order switch
        {
            MemoryOrder.Acquire => "read barrier",
            MemoryOrder.Release => "write barrier",
            MemoryOrder.ProcessWide => "process-wide barrier",
            _ => "memory barrier",
        },
        EventKind.Start => $"start thread {Value}",
        EventKind.Join => $"join thread {Value}",
        EventKind.Write => $"{Adverb}write {Location} = {Value}",
        EventKind.UpdateWrite => $"{Adverb}replace {Location} = {Value}",
        _ => $"{Adverb}read {Location} = {Value} ({(Source < 0 ? "initial" : $"from #{Source}")}{(Overwritten ? ", overwritten elsewhere" : "")})",
    };

    private string Adverb => Order switch
    {
        MemoryOrder.Plain => "",
        MemoryOrder.Acquire or MemoryOrder.Release => "volatile ",
        MemoryOrder.AcquireRelease => "locking ",
        _ => "interlocked ",
    };
}
