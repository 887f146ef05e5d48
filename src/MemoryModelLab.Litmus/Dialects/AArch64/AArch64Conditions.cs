using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>The condition codes in AArch64's spelling, and which flags a thread's code reads.</summary>
internal static class AArch64Conditions
{
    /// <summary>The condition named <paramref name="word"/>; null when it names none.</summary>
    public static ConditionCode? Parse(string word) => word.ToUpperInvariant() switch
    {
        "EQ" => ConditionCode.EQ,
        "NE" => ConditionCode.NE,
        "CS" or "HS" => ConditionCode.CS,
        "CC" or "LO" => ConditionCode.CC,
        "MI" => ConditionCode.MI,
        "PL" => ConditionCode.PL,
        "VS" => ConditionCode.VS,
        "VC" => ConditionCode.VC,
        "HI" => ConditionCode.HI,
        "LS" => ConditionCode.LS,
        "GE" => ConditionCode.GE,
        "LT" => ConditionCode.LT,
        "GT" => ConditionCode.GT,
        "LE" => ConditionCode.LE,
        "AL" => ConditionCode.AL,
        _ => null,
    };

    /// <summary>The opposite condition.</summary>
    public static ConditionCode Invert(ConditionCode code) => code == ConditionCode.AL ? code : (ConditionCode)((int)code ^ 1);

    /// <summary>The condition of <c>B.cond</c>; null for another mnemonic.</summary>
    public static ConditionCode? OfBranch(string mnemonic) =>
        mnemonic.StartsWith("B.", StringComparison.Ordinal) ? Parse(mnemonic[2..]) : null;

    /// <summary>The flags that the conditions of <paramref name="body"/> read.</summary>
    public static FlagSet FlagsRead(AssemblyThread body)
    {
        FlagSet flags = FlagSet.None;
        foreach (AssemblyLine line in body.Lines)
        {
            if (line.Instruction is not { } instruction) continue;
            ConditionCode? code = OfBranch(instruction.Mnemonic);
            if (instruction.Mnemonic[0] == 'C' && instruction.Operands is [.., AssemblyOperand.Word word]) code = Parse(word.Text);
            if (code is not { } read) continue;
            flags |= FlagRegisters.ReadBy(read) | FlagRegisters.ReadBy(Invert(read));
        }

        return flags;
    }
}
