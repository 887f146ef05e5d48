using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>One operation on an object: a queue, a stack, a set, a counter, a list, a register.</summary>
public sealed record ObjectOperation
{
    /// <summary>The answer of a dequeue or pop that found nothing.</summary>
    public const long Empty = long.MinValue;

    /// <summary>The number by which the source names the operation.</summary>
    public required long Id { get; init; }

    /// <summary>The client, a sequential session.</summary>
    public required string Client { get; init; }

    /// <summary>The object: linearizability is local, so each is checked for itself.</summary>
    public required string Key { get; init; }

    /// <summary>What is asked, by the name its type gives it: <c>enqueue</c>, <c>pop</c>, <c>contains</c> …</summary>
    public required string Function { get; init; }

    /// <summary>The value given: enqueued, pushed, added, appended, written, or asked for.</summary>
    public long Argument { get; init; }

    /// <summary>The value a compare-and-set expects.</summary>
    public long Expected { get; init; }

    /// <summary>The value answered, <see cref="Empty"/> when there was none, 1 and 0 for yes and no; null when it is not known.</summary>
    public long? Answer { get; init; }

    /// <summary>The values answered by a read of a list or a set; null when they are not known.</summary>
    public IReadOnlyList<long>? Items { get; init; }

    /// <summary>How it ended. One that failed changed nothing, and is left out.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>When it was invoked.</summary>
    public required long Invocation { get; init; }

    /// <summary>When it was answered; <see cref="Operation.Never"/> when it was not.</summary>
    public required long Response { get; init; }

    /// <summary>Whether it may take effect at any time after its invocation, or never.</summary>
    public bool IsPending => Outcome == Outcome.Info;

    /// <summary>Whether this was answered before <paramref name="other"/> was invoked.</summary>
    public bool Precedes(ObjectOperation other) => other is not null && Response < other.Invocation;
}
