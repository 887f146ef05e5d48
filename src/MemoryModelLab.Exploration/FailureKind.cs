namespace MemoryModelLab.Exploration;

/// <summary>How an execution fails.</summary>
public enum FailureKind
{
    /// <summary>The program threw: an assertion, or anything else.</summary>
    Exception,

    /// <summary>Threads wait for each other, or for what nobody will do.</summary>
    Deadlock,

    /// <summary>A loop goes round without reading shared memory.</summary>
    EndlessLoop,

    /// <summary><see cref="ExecutionChecks.DataRaces"/>.</summary>
    DataRace,

    /// <summary><see cref="ExecutionChecks.TornReads"/>.</summary>
    TornRead,

    /// <summary><see cref="ExecutionChecks.RecycledValues"/>.</summary>
    RecycledValue,
}
