namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>What came of looking for orderings.</summary>
public enum RepairOutcome
{
    /// <summary>There is nothing to look for: no execution fails, or, where orderings were to be left out, one does.</summary>
    NotNeeded,

    /// <summary>There are such changes; of orderings that are left out perhaps none.</summary>
    Found,

    /// <summary>No ordering of accesses makes the program pass.</summary>
    NoneExists,

    /// <summary>Time was up before there was an answer.</summary>
    NotFound,
}
