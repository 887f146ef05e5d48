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
}
