using MemoryModelLab.Models.Cat;

namespace MemoryModelLab.Models.Explanation;

/// <summary>A check that an execution fails, and the shortest cycle (or pair, or event) on which it does.</summary>
/// <param name="Check">The check.</param>
/// <param name="Steps">The cycle; of <c>empty</c> what the pair follows from.</param>
/// <param name="Event">For a set that should be empty: an element. Otherwise -1.</param>
internal sealed record Violation(ModelCheck Check, IReadOnlyList<Step> Steps, int Event)
{
    /// <summary>The number of base pairs the cycle takes.</summary>
    public int Cost => Steps.Sum(s => Math.Max(1, s.Path.Count));
}

/// <summary>An edge of a cycle and what it comes from.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Definition">The definition it is named after; null when it is a base relation.</param>
/// <param name="Reason">Why the pair is in the relation.</param>
/// <param name="Path">The base pairs it takes, end to end.</param>
internal sealed record Step(CycleEdge Edge, DefinitionNames.Definition? Definition, Derivation Reason, IReadOnlyList<Derivation> Path);
