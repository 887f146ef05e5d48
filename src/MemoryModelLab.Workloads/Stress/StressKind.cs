namespace MemoryModelLab.Workloads.Stress;

/// <summary>What a thread under stress asks of a store.</summary>
internal enum StressKind
{
    Get,
    Set,
    Add,
    Update,
    Remove,
    RemovePair,
    GetOrAdd,
    Increment,
    Clear,
}
