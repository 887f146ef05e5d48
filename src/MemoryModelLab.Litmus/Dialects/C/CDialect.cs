using System.Text;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>C11 thread bodies as herd reads them: functions whose pointer parameters are the locations they use.</summary>
internal sealed class CDialect : IDialect
{
    /// <inheritdoc/>
    public EquatableList<ThreadBody> ParseBodies(Lexer lexer)
    {
        int end = BodyText.End(lexer.Text, lexer.Current.Start);
        EquatableList<ThreadBody> threads = new CSyntax(new CTokens(lexer, end)).Parse();
        lexer.MoveTo(end);
        return threads;
    }

    /// <inheritdoc/>
    public void PrintBodies(IReadOnlyList<ThreadBody> threads, StringBuilder output)
    {
        foreach (ThreadBody thread in threads) new CPrinter(output).Print((CThread)thread);
    }

    /// <summary>A variable's name: one declared in the body, or a parameter that is no pointer.</summary>
    public string? CanonicalRegister(ThreadBody body, string name) => CVariables.Declares((CThread)body, name) ? name : null;

    /// <inheritdoc/>
    public int CompareRegisters(string left, string right) => string.CompareOrdinal(left, right);

    /// <inheritdoc/>
    public void Lower(ThreadBody body, ThreadBuilder thread)
    {
        var function = (CThread)body;
        new CLowering(function, thread).Lower(function.Body);
    }
}
