using System.Text;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects;

/// <summary>What is particular to the language of the thread bodies. The frame around them is common to all.</summary>
internal interface IDialect
{
    /// <summary>
    /// Reads the thread bodies. The lexer stands behind the initial state, and is left at the first token of the final clauses
    /// (see <see cref="Syntax.FinalSyntax.Begins"/>).
    /// </summary>
    EquatableList<ThreadBody> ParseBodies(Lexer lexer);

    /// <summary>Prints the thread bodies so that <see cref="ParseBodies"/> reads them back; ends with a new line.</summary>
    void PrintBodies(IReadOnlyList<ThreadBody> threads, StringBuilder output);

    /// <summary>The name that states give the register <paramref name="name"/> of a thread (W0 is X0); null when it is no register.</summary>
    string? CanonicalRegister(ThreadBody body, string name);

    /// <summary>The order in which states print two registers of a thread, by canonical name.</summary>
    int CompareRegisters(string left, string right);

    /// <summary>Lowers a body: emits the ops of <paramref name="body"/> into <paramref name="thread"/>.</summary>
    void Lower(ThreadBody body, ThreadBuilder thread);
}
