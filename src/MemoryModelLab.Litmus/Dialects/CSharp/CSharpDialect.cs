using System.Text;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// C# thread bodies: <c>static void P0(ref int x) { … }</c>, behind the classes they use. Reading a test only finds the members; the
/// compiler is first loaded when one is lowered, and its errors are reported then.
/// </summary>
internal sealed class CSharpDialect : IDialect
{
    /// <inheritdoc/>
    public EquatableList<ThreadBody> ParseBodies(Lexer lexer)
    {
        var declarations = new List<CSharpFragment>();
        var methods = new List<CSharpFragment>();
        int end = BodyText.End(lexer.Text, lexer.Current.Start);
        foreach (Range member in MemberScanner.Members(lexer, lexer.Current.Start, end))
        {
            var fragment = new CSharpFragment(lexer.Text[member], new Origin(lexer.PositionOf(member.Start.Value)));
            if (MemberScanner.IsMethod(fragment.Text)) methods.Add(fragment);
            else if (methods.Count == 0) declarations.Add(fragment);
            else throw lexer.Error(member.Start.Value, "a declaration behind a thread, expected all declarations before the threads");
        }

        if (methods.Count == 0) throw lexer.Unexpected("a thread, such as static void P0(ref int x) { x = 1; }");
        lexer.MoveTo(end);
        EquatableList<CSharpFragment> shared = [.. declarations];
        return [.. methods.Select((method, index) => (ThreadBody)new CSharpThreadBody($"P{index}", method, shared))];
    }

    /// <inheritdoc/>
    public void PrintBodies(IReadOnlyList<ThreadBody> threads, StringBuilder output)
    {
        foreach (CSharpFragment declaration in ((CSharpThreadBody)threads[0]).Declarations) output.Append(declaration.Text).Append('\n');
        foreach (ThreadBody thread in threads) output.Append(((CSharpThreadBody)thread).Method.Text).Append('\n');
    }

    /// <summary>A local's name; that it is one, and no parameter, is told from the text.</summary>
    public string? CanonicalRegister(ThreadBody body, string name)
    {
        string text = ((CSharpThreadBody)body).Method.Text;
        int parameters = text.IndexOf(')', StringComparison.Ordinal);
        return parameters >= 0 && MemberScanner.ContainsName(text.AsSpan(parameters), name) && !MemberScanner.ContainsName(text.AsSpan(0, parameters), name)
            ? name
            : null;
    }

    /// <inheritdoc/>
    public int CompareRegisters(string left, string right) => string.CompareOrdinal(left, right);

    /// <inheritdoc/>
    public void Lower(ThreadBody body, ThreadBuilder thread) => CSharpLowering.Lower(thread);
}
