namespace MemoryModelLab.Exploration.Engine;

/// <summary>A loop goes round without doing anything that another thread could see or end.</summary>
/// <param name="thread">The thread's index.</param>
public sealed class EndlessLoopException(int thread) : Exception(
    $"thread {thread}: a loop goes round without reading shared memory; nothing another thread does can end it")
{
    /// <summary>The thread's index.</summary>
    public int Thread { get; } = thread;
}
