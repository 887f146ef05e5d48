using System.Text;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>
/// x86 assembly in herd's columns: 32-bit tests are in upper case with the destination first (<c>MOV EAX,[x]</c>), 64-bit ones in
/// AT&amp;T syntax with the destination last (<c>movl (x),%eax</c>).
/// </summary>
internal sealed class X86Dialect(bool is64Bit) : IDialect
{
    private readonly ColumnSyntax columns = new(new X86Syntax(is64Bit));

    /// <inheritdoc/>
    public EquatableList<ThreadBody> ParseBodies(Lexer lexer) => columns.Parse(lexer);

    /// <inheritdoc/>
    public void PrintBodies(IReadOnlyList<ThreadBody> threads, StringBuilder output) => columns.Print(threads, output);

    /// <inheritdoc/>
    public string? CanonicalRegister(ThreadBody body, string name)
    {
        ReadOnlySpan<char> plain = name is ['%', ..] ? name.AsSpan(1) : name;
        return X86Registers.TryParse(plain, out X86View view) ? X86Registers.Canonical(view.Number, is64Bit) : null;
    }

    /// <inheritdoc/>
    public int CompareRegisters(string left, string right) => Number(left).CompareTo(Number(right));

    /// <inheritdoc/>
    public void Lower(ThreadBody body, ThreadBuilder thread) => new X86Lowering((AssemblyThread)body, thread, is64Bit).Lower();

    private static int Number(string canonical) => X86Registers.TryParse(canonical, out X86View view) ? view.Number : int.MaxValue;
}
