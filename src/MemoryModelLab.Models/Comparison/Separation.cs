using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Models.Comparison;

/// <summary>A test that tells two models apart.</summary>
/// <param name="Cycle">The cycle it was made of.</param>
/// <param name="State">A final state that the one model allows and the other forbids: one of the cycle where there is one.</param>
/// <param name="ShowsCycle">Whether that state satisfies the test's condition.</param>
public sealed record Separation(Cycle Cycle, string State, bool ShowsCycle)
{
    /// <summary>How large the test is.</summary>
    internal (int Accesses, int Threads, int Additions) Size { get; } = (
        Cycle.AccessCount,
        Cycle.Threads.Count,
        Cycle.Edges.Count(edge => edge.Kind is EdgeKind.Fence or EdgeKind.Dependency)
            + Cycle.Threads.Sum(thread => thread.Accesses.Count(access => access.Annotation.Rank > 0)));
}
