using System.Text;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>C11 as herd7 reads it: functions <c>P0 (atomic_int* x) { … }</c>.</summary>
internal sealed class CDialect : IDialect
{
    /// <inheritdoc/>
    public EquatableList<ThreadBody> ParseBodies(Lexer lexer) => CParser.Parse(lexer);

    /// <inheritdoc/>
    public void PrintBodies(IReadOnlyList<ThreadBody> threads, StringBuilder output)
    {
        var printer = new CPrinter(output);
        foreach (ThreadBody thread in threads) printer.Print((CThreadBody)thread);
    }

    /// <summary>A local variable, or a parameter that is no location.</summary>
    public string? CanonicalRegister(ThreadBody body, string name)
    {
        var thread = (CThreadBody)body;
        bool isParameter = thread.Parameters.Any(p => p.Name == name && !p.IsLocation);
        return isParameter || thread.Body.Any(s => Declares(s, name)) ? name : null;
    }

    /// <inheritdoc/>
    public int CompareRegisters(string left, string right) => string.CompareOrdinal(left, right);

    /// <inheritdoc/>
    public void Lower(ThreadBody body, ThreadBuilder thread) => new CLowering((CThreadBody)body, thread).Lower();

    private static bool Declares(CStatement? statement, string name) => statement switch
    {
        CStatement.Declaration d => d.Declarators.Any(v => v.Name == name),
        CStatement.Block b => b.Statements.Any(s => Declares(s, name)),
        CStatement.If i => Declares(i.Then, name) || Declares(i.Else, name),
        CStatement.While w => Declares(w.Body, name),
        CStatement.DoWhile d => Declares(d.Body, name),
        CStatement.For f => Declares(f.Start, name) || Declares(f.Body, name),
        _ => false,
    };
}
