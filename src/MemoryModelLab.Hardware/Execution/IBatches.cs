namespace MemoryModelLab.Hardware.Execution;

/// <summary>What a <see cref="BatchRun"/> runs: workers that walk over the iterations of a batch, and a count of what they did.</summary>
/// <remarks>
/// <see cref="BatchRun"/> orders the calls: every worker's <see cref="Run"/> of a batch is between two meetings of all workers, and its
/// <see cref="Fold"/> between the second of these and the first of the next batch.
/// </remarks>
internal interface IBatches
{
    /// <summary>How many workers there are: threads of the system, each of which runs one or several of the test's threads.</summary>
    int Workers { get; }

    /// <summary>The test's threads that <paramref name="worker"/> runs in this batch.</summary>
    IReadOnlyList<int> ThreadsOf(int worker) => [worker];

    /// <summary>Chooses the next batch, and gives its iterations. Called by one worker, while others may still fold the batch before.</summary>
    int Next();

    /// <summary>Runs the part of every iteration that is <paramref name="worker"/>'s.</summary>
    void Run(int worker);

    /// <summary>
    /// Counts the final states of a part of the iterations and sets their cells back.
    /// </summary>
    /// <param name="worker">The worker that calls.</param>
    /// <param name="share">The number of the part; there are as many as workers.</param>
    void Fold(int worker, int share);

    /// <summary>Adds what was counted to <paramref name="total"/>, in the program's own values. Called when no worker runs.</summary>
    void AddTo(Dictionary<StateKey, long> total);
}
