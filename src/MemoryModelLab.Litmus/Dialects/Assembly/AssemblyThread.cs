namespace MemoryModelLab.Litmus.Dialects.Assembly;

/// <summary>A thread in assembly code.</summary>
/// <param name="Name">The thread's name, <c>P0</c>, …</param>
/// <param name="Lines">Its code.</param>
public sealed record AssemblyThread(string Name, EquatableList<AssemblyLine> Lines) : ThreadBody(Name);

/// <summary>A line of code: labels, then an instruction or nothing.</summary>
/// <param name="Origin">Where it was written.</param>
/// <param name="Labels">The labels in front, in order.</param>
/// <param name="Instruction">The instruction; null on a line of labels only.</param>
public sealed record AssemblyLine(Origin Origin, EquatableList<string> Labels, AssemblyInstruction? Instruction);

/// <summary>An instruction.</summary>
/// <param name="Origin">Where it was written.</param>
/// <param name="Mnemonic">The mnemonic in the dialect's usual case, suffixes included.</param>
/// <param name="Operands">The operands in the order written.</param>
/// <param name="Lock">Whether the x86 prefix LOCK stands in front.</param>
public sealed record AssemblyInstruction(Origin Origin, string Mnemonic, EquatableList<AssemblyOperand> Operands, bool Lock = false);
