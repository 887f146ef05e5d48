using System.Text;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.Assembly;

/// <summary>How one instruction of an assembly dialect is written.</summary>
internal interface IInstructionSyntax
{
    /// <summary>Reads an instruction; the lexer stands at its mnemonic.</summary>
    AssemblyInstruction Parse(Lexer lexer);

    /// <summary>Prints an instruction so that <see cref="Parse"/> reads it back.</summary>
    void Print(AssemblyInstruction instruction, StringBuilder output);
}
