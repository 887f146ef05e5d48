namespace MemoryModelLab.Hardware.Execution;

/// <summary>Batches whose parameters are searched while they run.</summary>
internal interface ISearched : IBatches
{
    /// <summary>What yielded most, in words.</summary>
    string Best { get; }

    /// <summary>When the condition was first satisfied, since the first batch; null when it was not.</summary>
    TimeSpan? FirstSatisfied { get; }
}
