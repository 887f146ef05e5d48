using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>Changes of a method body that keep every branch and every handler boundary where it belongs.</summary>
internal static class Edits
{
    /// <summary>Puts instructions in the place of one; branches to it lead to the first of them. Returns the last.</summary>
    public static Instruction Replace(this MethodBody body, Instruction old, params ReadOnlySpan<Instruction> sequence)
    {
        (old.OpCode, old.Operand) = (sequence[0].OpCode, sequence[0].Operand);
        int at = body.Instructions.IndexOf(old) + 1;
        for (int i = 1; i < sequence.Length; i++)
            body.Instructions.Insert(at++, sequence[i]);
        return sequence.Length == 1 ? old : sequence[^1];
    }

    /// <summary>Puts instructions before one; branches to it lead to the first of them. Returns where the old one is now.</summary>
    public static Instruction Precede(this MethodBody body, Instruction old, params ReadOnlySpan<Instruction> sequence)
    {
        Instruction moved = Instruction.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand, moved.Offset) = (old.OpCode, old.Operand, old.Offset);
        Replace(body, old, [.. sequence, moved]);
        return moved;
    }

    /// <summary>Adds a local variable.</summary>
    public static VariableDefinition AddLocal(this MethodBody body, TypeReference type)
    {
        var local = new VariableDefinition(type);
        body.Variables.Add(local);
        return local;
    }
}
