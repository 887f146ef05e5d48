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
public sealed record Statement(int IlOffset, int Line, string? Text)
{
    /// <summary>The line of the last statement, where several cannot be told apart in the code; otherwise the only one.</summary>
    public int LastLine { get; init; } = Line;

    /// <summary>
    /// <paramref name="statements"/>, each that begins at one of <paramref name="occupied"/>, where the one before it left values on the
    /// stack, joined with that one: the JIT does not tell their code apart.
    /// </summary>
    internal static IReadOnlyList<Statement> Join(IEnumerable<Statement> statements, IReadOnlySet<int> occupied)
    {
        var joined = new List<Statement>();
        foreach (Statement statement in statements)
        {
            if (joined.Count == 0 || !occupied.Contains(statement.IlOffset)) joined.Add(statement);
            else if (statement.Text is null) continue;
            else if (joined[^1] is { Text: { } before } last) joined[^1] = last with { Text = $"{before} {statement.Text}", Line = Math.Min(last.Line, statement.Line), LastLine = Math.Max(last.LastLine, statement.Line) };
            else joined[^1] = statement with { IlOffset = joined[^1].IlOffset };
        }

        return joined;
    }
}
