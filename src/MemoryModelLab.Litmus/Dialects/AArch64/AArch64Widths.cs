using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>Which registers and whether memory may hold more than 32 bits: found once, so that the many 32-bit tests need no extensions.</summary>
internal static class AArch64Widths
{
    /// <summary>Adds the registers that <paramref name="body"/> uses as X, or changes as the base of an address.</summary>
    public static void CollectWide(AssemblyThread body, HashSet<string> wide)
    {
        foreach (AssemblyLine line in body.Lines)
        {
            if (line.Instruction is not { } instruction) continue;
            foreach (AssemblyOperand operand in instruction.Operands)
            {
                if (operand is AssemblyOperand.Register { Name: var name } && !AArch64Registers.IsWord(name)) wide.Add(name);
                else if (operand is AssemblyOperand.Memory memory) wide.Add(AArch64Registers.Canonical(memory.Base));
            }
        }
    }

    /// <summary>Whether some value in memory may not fit in 32 bits unsigned.</summary>
    public static bool MemoryIsWide(LitmusTest test, LocationTable locations)
    {
        foreach (InitialValue entry in test.Init)
        {
            if (entry.Target.Thread is not null) continue;
            if (IsWide(locations.ValueOf(entry.Value))) return true;
            if (entry.Elements is { } elements && elements.Any(element => IsWide(locations.ValueOf(element)))) return true;
        }

        return test.Threads.Any(thread => ((AssemblyThread)thread).Lines.Any(line => line.Instruction is { } instruction && WritesWide(instruction)));
    }

    private static bool IsWide(long value) => value is < 0 or > uint.MaxValue;

    private static bool WritesWide(AssemblyInstruction instruction)
    {
        bool access = instruction.Operands.Any(operand => operand is AssemblyOperand.Memory);
        bool reads = instruction.Mnemonic.StartsWith("LDR", StringComparison.Ordinal) || instruction.Mnemonic.StartsWith("LDAR", StringComparison.Ordinal);
        return access && !reads
            && instruction.Operands.Any(operand => operand is AssemblyOperand.Register { Name: var name } && !AArch64Registers.IsWord(name) && name != "XZR");
    }
}
