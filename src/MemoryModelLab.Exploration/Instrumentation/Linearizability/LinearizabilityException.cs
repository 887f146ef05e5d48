namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>The answers of an execution are those of no sequence of the operations.</summary>
#pragma warning disable CA1032 // always has a message
public sealed class LinearizabilityException(string answers) : Exception($"not linearizable: {answers}, which no order of the operations explains")
#pragma warning restore CA1032
{
}
