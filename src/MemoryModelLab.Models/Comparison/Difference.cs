namespace MemoryModelLab.Models.Comparison;

/// <summary>On which tests one model allows a final state that another forbids.</summary>
/// <param name="Tests">How many they are.</param>
/// <param name="Smallest">A few of them, smallest first.</param>
public sealed record Difference(int Tests, IReadOnlyList<Separation> Smallest);
