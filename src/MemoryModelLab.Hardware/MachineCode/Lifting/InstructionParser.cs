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
        MachineInstruction[] written = [.. instructions.Where(instruction => instruction.Code is not null)];
        if (written.Length == 0) return new AssemblyInstruction?[instructions.Count];
        var trees = new Queue<AssemblyLine>();
        try
        {
            foreach (AssemblyLine line in Lines(written, architecture)) trees.Enqueue(line);
        }
        catch (LitmusException)
        {
            MachineInstruction unknown = written.First(instruction => !IsKnown(instruction, architecture));
            throw new NotSupportedException($"litmus tests have no instruction {unknown.Text}");
        }

        return [.. instructions.Select(instruction => instruction.Code is null ? null : trees.Dequeue().Instruction)];
    }

    private static bool IsKnown(MachineInstruction instruction, Architecture architecture)
    {
        try
        {
            return Lines([instruction], architecture).Count == 1;
        }
        catch (LitmusException)
        {
            return false;
        }
    }

    private static EquatableList<AssemblyLine> Lines(IEnumerable<MachineInstruction> instructions, Architecture architecture)
    {
        var text = new StringBuilder($"{architecture} code\n{{ }}\n P0 ;\n");
        foreach (MachineInstruction instruction in instructions) text.Append(' ').Append(instruction.Code).Append(" ;\n");
        return ((AssemblyThread)LitmusParser.Parse(text.Append("exists (true)\n").ToString(), "machine code").Threads[0]).Lines;
    }
}
