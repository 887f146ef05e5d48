namespace MemoryModelLab.Litmus.Generation;

/// <summary>An access of a cycle.</summary>
/// <param name="Direction">What it does.</param>
/// <param name="Annotation">How it is made.</param>
public sealed record CycleAccess(Direction Direction, Annotation Annotation);
