namespace MemoryModelLab.Exploration.Engine;

/// <summary>A part of the search: the way to an alternative, and what is explored from there.</summary>
/// <param name="Path">The alternatives to take from the beginning: <see cref="WorkPath"/>.</param>
/// <param name="Share">What it is of the whole search, if alternatives share equally.</param>
internal sealed record WorkPart(int[] Path, double Share);
