namespace MemoryModelLab.Exploration.Programs;

/// <summary>
/// A program to be explored, written by hand: threads that share variables of type <see cref="Cell{T}"/>. Each thread is run many times; what
/// it does must depend only on what it reads.
/// </summary>
/// <param name="Threads">The threads, all there from the start.</param>
/// <param name="Final">What is run when all have ended, and sees all they did; or null.</param>
public sealed record ExplorationProgram(IReadOnlyList<Action> Threads, Action? Final = null)
{
    /// <summary>How many operations are remembered where threads do all they do to memory by way of the engine: known, they need not be run again.</summary>
    internal int MostKnown { get; init; }
}
