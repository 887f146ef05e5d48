using MemoryModelLab.Hardware.Harness;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>Batches of compiled C#.</summary>
internal sealed class CompiledBatches(CompiledHarness harness, int size) : IBatches
{
    private readonly StateCounter[] counters = [.. harness.Run.Select(_ => new StateCounter(harness.Source))];

    /// <inheritdoc/>
    public int Threads => harness.Run.Count;

    /// <summary>Iterations in which a thread ended by following a null reference.</summary>
    public long Failed => counters.Sum(counter => counter.Failed);

    /// <summary>Those among them that are not counted.</summary>
    public long Lost => counters.Sum(counter => counter.Lost);

    /// <inheritdoc/>
    public int Next() => size;

    /// <inheritdoc/>
    public void Run(int thread) => harness.Run[thread](size);

    /// <inheritdoc/>
    public void Fold(int thread, int share) => counters[thread].Fold(harness, Bound(share), Bound(share + 1));

    /// <inheritdoc/>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        foreach (StateCounter counter in counters) counter.AddTo(total);
    }

    private int Bound(int share) => (int)((long)size * share / Threads);
}
