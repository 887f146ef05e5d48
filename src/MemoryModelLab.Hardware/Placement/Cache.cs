namespace MemoryModelLab.Hardware.Placement;

/// <summary>A cache of a processor.</summary>
/// <param name="Level">1 for the nearest.</param>
/// <param name="Kind"><c>Data</c>, <c>Instruction</c> or <c>Unified</c>.</param>
/// <param name="Size">As the system writes it, <c>48K</c>.</param>
/// <param name="Processors">The logical processors that share it.</param>
public sealed record Cache(int Level, string Kind, string Size, IReadOnlyList<int> Processors);
