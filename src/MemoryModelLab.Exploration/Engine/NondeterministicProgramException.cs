namespace MemoryModelLab.Exploration.Engine;

/// <summary>A thread did something else than before, although all it read was the same.</summary>
/// <param name="thread">The thread's index.</param>
/// <param name="position">The number of operations it had done.</param>
public sealed class NondeterministicProgramException(int thread, int position) : Exception(
    $"thread {thread}: operation {position} differs from the run before, although the thread read the same values; "
    + "a program under exploration must not depend on time, randomness or memory that is not shared through the explorer")
{
    /// <summary>The thread's index.</summary>
    public int Thread { get; } = thread;

    /// <summary>The number of operations it had done.</summary>
    public int Position { get; } = position;
}
