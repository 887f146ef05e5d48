namespace MemoryModelLab.Hardware.Execution;

/// <summary>What a <see cref="BatchRun"/> runs: threads that walk over the iterations of a batch, and a count of what they did.</summary>
/// <remarks>
/// <see cref="BatchRun"/> orders the calls: every thread's <see cref="Run"/> of a batch is between two meetings of all threads, and its
/// <see cref="Fold"/> between the second of these and the first of the next batch.
/// </remarks>
internal interface IBatches
{
    /// <summary>How many threads there are.</summary>
    int Threads { get; }

    /// <summary>Chooses the next batch, and gives its iterations. Called by one thread, while others may still fold the batch before.</summary>
    int Next();

    /// <summary>Runs <paramref name="thread"/>'s part of every iteration.</summary>
    void Run(int thread);

    /// <summary>
    /// Counts the final states of a part of the iterations and sets their cells back.
    /// </summary>
    /// <param name="thread">The thread that calls.</param>
    /// <param name="share">The number of the part; there are as many as threads.</param>
    void Fold(int thread, int share);

    /// <summary>Adds what was counted to <paramref name="total"/>, in the program's own values. Called when no thread runs.</summary>
    void AddTo(Dictionary<StateKey, long> total);
}
