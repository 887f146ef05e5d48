using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Reports;

namespace MemoryModelLab.Exploration;

/// <summary>An execution that failed.</summary>
/// <param name="Kind">How.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Thread">The thread that threw; -1 if none did.</param>
/// <param name="Error">What it threw.</param>
/// <param name="Execution">The execution: which values were read, and where from.</param>
/// <param name="Replay">A word that has this execution run again: <see cref="ExplorationOptions.Replay"/>.</param>
public sealed record ExplorationFailure(FailureKind Kind, string Message, int Thread, Exception? Error, ExecutionReport Execution, string Replay)
{
    /// <summary>Of what <see cref="ExplorationOptions.Checks"/> found: the numbers of the events that show it.</summary>
    public IReadOnlyList<int> Involved { get; init; } = [];

    /// <summary>What fails, in a sentence: of what was thrown, who threw it, its type and message.</summary>
    public string Summary => Kind switch
    {
        FailureKind.Exception when Thread < 0 => Message,
        FailureKind.Exception when Error is AggregateException { InnerExceptions: [var only] } => $"thread {Thread} throws {only.GetType().Name} in an AggregateException: {only.Message}",
        FailureKind.Exception when Error is not null => $"thread {Thread} throws {Error.GetType().Name}: {Message}",
        FailureKind.Deadlock => $"deadlock: {Message}",
        FailureKind.EndlessLoop => $"thread {Thread}: {Message}",
        _ => Message,
    };

    /// <summary>
    /// The synchronisation that is missing, in a sentence: the accesses that nothing keeps in order; or, of an execution in which threads only
    /// interleave, that no ordering would do. Null of what is not a matter of order.
    /// </summary>
    public string? Missing => MissingSynchronisation.Of(this);

    /// <summary>
    /// The pairs of accesses, by their numbers in <see cref="Execution"/>, that would have had to stay in program order for this execution not to
    /// be; empty where threads only interleave, null of an execution too long to look at.
    /// </summary>
    public IReadOnlyList<(int First, int Second)>? Unkept => Graph?.Unkept;

    /// <summary>The execution, to be asked what would forbid it.</summary>
    internal RecordedGraph? Graph { get; init; }

    /// <summary>The model it is of.</summary>
    internal MemoryModelKind Model { get; init; }
}
