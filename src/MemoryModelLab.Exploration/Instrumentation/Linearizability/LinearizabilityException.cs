using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>An execution stands for a history that no sequence of its operations explains.</summary>
#pragma warning disable CA1032 // always has a message
public sealed class LinearizabilityException(string message) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>Whether an execution in which the operations answer the same, but more is kept in order, stands for such a history too.</summary>
    internal Func<ExecutionGraph, ConsistencyModel, bool>? IsWrong { get; init; }
}
