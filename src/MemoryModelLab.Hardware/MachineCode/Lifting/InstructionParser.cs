using System.Text;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Reads instructions by the grammar of litmus tests: a test is made of them, and parsed.</summary>
internal static class InstructionParser
{
    /// <summary>The instructions as trees; null for those that mean nothing in a test.</summary>
    public static AssemblyInstruction?[] Parse(IReadOnlyList<MachineInstruction> instructions, Architecture architecture)
    {
        var text = new StringBuilder($"{architecture} code\n{{ }}\n P0 ;\n");
        foreach (MachineInstruction instruction in instructions.Where(instruction => instruction.Code is not null)) text.Append(' ').Append(instruction.Code).Append(" ;\n");
        var trees = new Queue<AssemblyLine>();
        if (instructions.Any(instruction => instruction.Code is not null))
        {
            var thread = (AssemblyThread)LitmusParser.Parse(text.Append("exists (true)\n").ToString(), "machine code").Threads[0];
            foreach (AssemblyLine line in thread.Lines) trees.Enqueue(line);
        }

        return [.. instructions.Select(instruction => instruction.Code is null ? null : trees.Dequeue().Instruction)];
    }
}
