namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>An execution stands for a history that no sequence of its operations explains.</summary>
#pragma warning disable CA1032 // always has a message
public sealed class LinearizabilityException(string message) : Exception(message)
#pragma warning restore CA1032
{
}
