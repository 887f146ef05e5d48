using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>What is found out about a test before it is lowered, so that the many 32-bit tests need no extensions and no unused flags.</summary>
internal static class X86Widths
{
    /// <summary>Adds the numbers of the registers that <paramref name="body"/> may write more than 32 bits to.</summary>
    public static void CollectWide(AssemblyThread body, HashSet<int> wide)
    {
        foreach (AssemblyInstruction instruction in Instructions(body))
        {
            bool isWide = IsWide(instruction);
            foreach (AssemblyOperand operand in instruction.Operands)
            {
                if (operand is not AssemblyOperand.Register register || !X86Registers.TryParse(register.Name, out X86View view)) continue;
                if (isWide || view.Width == 64) wide.Add(view.Number);
            }

            // The accumulator is an operand that cmpxchg does not name.
            if (isWide) wide.Add(0);
        }
    }

    /// <summary>Whether some value in memory may not fit in 32 bits unsigned.</summary>
    public static bool MemoryIsWide(LitmusTest test, LocationTable locations)
    {
        foreach (InitialValue entry in test.Init)
        {
            if (entry.Target.Thread is not null) continue;
            if (locations.ValueOf(entry.Value) is < 0 or > uint.MaxValue) return true;
            if (entry.Elements is { } elements && elements.Any(element => locations.ValueOf(element) is < 0 or > uint.MaxValue)) return true;
        }

        return test.Threads.Any(thread => Instructions((AssemblyThread)thread).Any(IsWide));
    }

    /// <summary>The flags that the conditions of <paramref name="body"/> read.</summary>
    public static FlagSet FlagsRead(AssemblyThread body)
    {
        FlagSet flags = FlagSet.None;
        foreach (AssemblyInstruction instruction in Instructions(body))
        {
            if (X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic) && mnemonic.Condition is { } code) flags |= FlagRegisters.ReadBy(code);
        }

        return flags;
    }

    private static bool IsWide(AssemblyInstruction instruction) =>
        (X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic) && (mnemonic.Width == 64 || mnemonic.Operation == "lea"))
        || instruction.Operands.Any(operand => operand is AssemblyOperand.AddressOf
            || (operand is AssemblyOperand.Register register && X86Registers.TryParse(register.Name, out X86View view) && view.Width == 64));

    private static IEnumerable<AssemblyInstruction> Instructions(AssemblyThread body) =>
        body.Lines.Select(line => line.Instruction).OfType<AssemblyInstruction>();
}
