using MemoryModelLab.Litmus;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>An assembly or a class in it is no test, or none that can be asked about; the message names it, the member, and what would be right.</summary>
/// <param name="place">The assembly, or the class in it and its member.</param>
/// <param name="problem">What is wrong.</param>
public sealed class AttributeTestException(string place, string problem) : LitmusException(new SourcePosition(place, 1, 1), problem, $"{place}: {problem}");
