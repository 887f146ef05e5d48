namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>A thread of a C# test: one static method whose <c>ref</c> parameters are the test's locations.</summary>
/// <param name="Name">The method's name, <c>P0</c>, <c>P1</c>, …</param>
/// <param name="Method">The method, from its first modifier to its closing brace.</param>
/// <param name="Declarations">The classes before the threads; the same for every thread of a test.</param>
public sealed record CSharpThreadBody(string Name, CSharpFragment Method, EquatableList<CSharpFragment> Declarations) : ThreadBody(Name);
