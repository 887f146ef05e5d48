using System.Text;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>Armv8-A assembly in herd's columns.</summary>
internal sealed class AArch64Dialect : IDialect
{
    private readonly ColumnSyntax columns = new(new AArch64Syntax());

    /// <inheritdoc/>
    public EquatableList<ThreadBody> ParseBodies(Lexer lexer) => columns.Parse(lexer);

    /// <inheritdoc/>
    public void PrintBodies(IReadOnlyList<ThreadBody> threads, StringBuilder output) => columns.Print(threads, output);

    /// <inheritdoc/>
    public string? CanonicalRegister(ThreadBody body, string name)
    {
        if (name is ['%', ..]) return "X" + name;
        if (name is ['X' or 'W', '%', ..]) return "X" + name[1..];
        string? spelling = AArch64Registers.Spelling(name);
        return spelling is null ? null : AArch64Registers.Canonical(spelling);
    }

    /// <inheritdoc/>
    public int CompareRegisters(string left, string right) => AArch64Registers.Compare(left, right);

    /// <inheritdoc/>
    public void Lower(ThreadBody body, ThreadBuilder thread) => new AArch64Lowering((AssemblyThread)body, thread).Lower();
}
