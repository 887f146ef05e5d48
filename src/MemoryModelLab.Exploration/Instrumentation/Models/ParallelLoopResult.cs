namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>How a loop has ended: with all its rounds.</summary>
[StandsFor(typeof(System.Threading.Tasks.ParallelLoopResult))]
public readonly struct ParallelLoopResult
{
    /// <summary>Always.</summary>
    public bool IsCompleted => true;

    /// <summary>None.</summary>
    public long? LowestBreakIteration => null;
}
