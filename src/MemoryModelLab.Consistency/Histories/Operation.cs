using System.Runtime.InteropServices;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>One operation of a history (Herlihy and Wing, "Linearizability", TOPLAS 1990, section 2).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Operation
{
    /// <summary>The <see cref="Response"/> of an operation that was never answered.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The number by which the source names the operation.</summary>
    public required long Id { get; init; }

    /// <summary>The client, a sequential session: an index into <see cref="History.Clients"/>.</summary>
    public required int Client { get; init; }

    /// <summary>The key: an index into <see cref="History.Keys"/>.</summary>
    public required int Key { get; init; }

    /// <summary>What was asked.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The value written, appended, or returned by a read; of a compare-and-set, the new value. See <see cref="History.Text"/>.</summary>
    public required long Value { get; init; }

    /// <summary>The value a compare-and-set expects.</summary>
    public long Expected { get; init; }

    /// <summary>When it was invoked, in the history's unit of time (nanoseconds in files).</summary>
    public required long Invocation { get; init; }

    /// <summary>When it was answered; <see cref="Never"/> when it was not.</summary>
    public required long Response { get; init; }

    /// <summary>The replica that served it: an index into <see cref="History.Replicas"/>, or -1 when that is not recorded.</summary>
    public int Replica { get; init; }

    /// <summary>The position of a write in the servers' own order of all writes; -1 when that is not recorded.</summary>
    public long Version { get; init; }

    /// <summary>Whether this is a read of the quiescent end, when no update is under way any more.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether it may have changed its key's value: every update that is not known to have failed.</summary>
    public bool MayWrite => Kind != OperationKind.Read && Outcome != Outcome.Fail;

    /// <summary>Whether it returned a value.</summary>
    public bool ReturnsValue => Kind == OperationKind.Read && Outcome == Outcome.Ok;

    /// <summary>Whether this was answered before <paramref name="other"/> was invoked: the real-time order of Herlihy and Wing.</summary>
    public bool Precedes(in Operation other) => Response < other.Invocation;
}
