namespace MemoryModelLab.Exploration;

/// <summary>What is looked for in executions although nothing was thrown: none of it need be wrong.</summary>
[Flags]
public enum ExecutionChecks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Two accesses, one of them a write and one of them plain, that happens-before (as in C11) does not order.</summary>
    DataRaces = 1,

    /// <summary>A struct larger than a word, read in parts that are of different writes.</summary>
    TornReads = 2,

    /// <summary>A compare-exchange that succeeds because a value was replaced and is there again (ABA).</summary>
    RecycledValues = 4,
}
