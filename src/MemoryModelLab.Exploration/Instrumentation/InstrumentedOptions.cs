namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>How rewritten code is explored.</summary>
public sealed record InstrumentedOptions
{
    /// <summary>How the search goes.</summary>
    public ExplorationOptions Exploration { get; init; } = new();

    /// <summary>The names of assemblies of the framework that are rewritten too, as <c>System.Collections.Concurrent</c>.</summary>
    public IReadOnlyCollection<string> Also { get; init; } = [];
}
