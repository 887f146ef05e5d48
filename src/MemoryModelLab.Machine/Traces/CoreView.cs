namespace MemoryModelLab.Machine.Traces;

/// <summary>Where a core stands.</summary>
/// <param name="Line">The line in the test's file of what it does next; out of order, of the first instruction that is not done. 0 at the end.</param>
/// <param name="Registers">The registers whose values still matter there, and their values.</param>
public sealed record CoreView(int Line, IReadOnlyList<Part> Registers);
