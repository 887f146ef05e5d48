using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Exploration;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>What is known of a policy and a model.</summary>
internal sealed class MatrixCell
{
    /// <summary>A violating history of the fewest operations; null when none was found.</summary>
    public Violation? Violation { get; set; }

    /// <summary>Whether the policy promises the model, by itself or by what it implies.</summary>
    public required bool IsPromised { get; init; }
}

/// <summary>A history that violates a model.</summary>
/// <param name="Workload">What the clients did; null for a long random run.</param>
/// <param name="Operations">What they saw.</param>
/// <param name="Reason">Why that violates the model.</param>
/// <param name="Steps">A shortest run to it.</param>
internal sealed record Violation(Workload? Workload, IReadOnlyList<RecordedOperation> Operations, string Reason, IReadOnlyList<RunStep> Steps);
