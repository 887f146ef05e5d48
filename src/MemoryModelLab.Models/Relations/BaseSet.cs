namespace MemoryModelLab.Models.Relations;

/// <summary>The sets of events every execution has, whatever its architecture; tags give the others.</summary>
public enum BaseSet
{
    /// <summary>All events (cat <c>_</c>).</summary>
    Events,

    /// <summary>Reads (<c>R</c>).</summary>
    Reads,

    /// <summary>Writes, the initial ones among them (<c>W</c>).</summary>
    Writes,

    /// <summary>Fences (<c>F</c>).</summary>
    Fences,

    /// <summary>The writes of the initial state, one a location (<c>IW</c>).</summary>
    InitialWrites,

    /// <summary>The writes whose values memory ends with, one a location (<c>FW</c>); known only of complete executions.</summary>
    FinalWrites,
}
