using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>A C# test whose threads were compiled to IL by themselves, with nothing around them.</summary>
/// <param name="Test">The test.</param>
/// <param name="Program">The test lowered.</param>
/// <param name="ClassName">The class that holds the threads.</param>
/// <param name="Threads">The threads.</param>
internal sealed record PlainTest(LitmusTest Test, LitmusProgram Program, string ClassName, IReadOnlyList<PlainBody> Threads);

/// <summary>A thread of a C# test as IL.</summary>
/// <param name="Name">The method's name, <c>P0</c>, …</param>
/// <param name="Locations">The names of the locations it takes by reference, in the order of its parameters.</param>
/// <param name="Results">What it stores to its last parameter when it ends: the values of the observed locals.</param>
/// <param name="Statements">Its statements, by the IL offset they begin at.</param>
internal sealed record PlainBody(string Name, IReadOnlyList<string> Locations, IReadOnlyList<ResultSlot> Results, IReadOnlyList<Statement> Statements);

/// <summary>Where an observed local is kept at the end.</summary>
/// <param name="Local">The local's name.</param>
/// <param name="Offset">Its offset in the results.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record ResultSlot(string Local, int Offset, int Bytes);

/// <summary>A statement of a test.</summary>
/// <param name="IlOffset">Where its IL begins.</param>
/// <param name="Line">Its line in the test's file.</param>
/// <param name="Text">Its text; null for code that has none: what keeps the observed locals, and what the compiler of C# adds, such as the end of a lock.</param>
public sealed record Statement(int IlOffset, int Line, string? Text);
