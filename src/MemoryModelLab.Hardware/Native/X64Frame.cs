using Iced.Intel;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// What stands before and behind the loop of a function that walks over records: it takes the addresses of the first record and behind the
/// last, in the registers the system's convention says, and gives every register back as it was.
/// </summary>
internal static class X64Frame
{
    private static readonly Register[] Saved = [Register.RBX, Register.RBP, Register.RSI, Register.RDI, Register.R12, Register.R13, Register.R14, Register.R15];

    /// <summary>Eight bytes for the loop's own use.</summary>
    public static MemoryOperand Slot => new(Register.RSP, 8, 1);

    /// <summary>Saves the registers, and puts the first record's address into <paramref name="record"/>; the other stays on the stack.</summary>
    public static IEnumerable<Instruction> Enter(Register record)
    {
        foreach (Register register in Saved) yield return Instruction.Create(Code.Push_r64, register);
        yield return Instruction.Create(Code.Push_r64, Register.RAX);
        bool windows = OperatingSystem.IsWindows();
        yield return Instruction.Create(Code.Push_r64, windows ? Register.RDX : Register.RSI);
        yield return Instruction.Create(Code.Push_r64, windows ? Register.RCX : Register.RDI);
        yield return Instruction.Create(Code.Pop_r64, record);
    }

    /// <summary>Goes to <paramref name="head"/> while <paramref name="record"/> is no address behind the last, and returns after that.</summary>
    public static IEnumerable<Instruction> RepeatOrLeave(Register record, ulong head)
    {
        yield return Instruction.Create(Code.Cmp_r64_rm64, record, new MemoryOperand(Register.RSP));
        yield return Instruction.CreateBranch(Code.Jb_rel32_64, head);
        foreach (Instruction instruction in Return()) yield return instruction;
    }

    /// <summary>Returns to the caller.</summary>
    public static IEnumerable<Instruction> Return()
    {
        yield return Instruction.Create(Code.Pop_r64, Register.RAX);
        yield return Instruction.Create(Code.Pop_r64, Register.RAX);
        foreach (Register register in Saved.Reverse()) yield return Instruction.Create(Code.Pop_r64, register);
        yield return Instruction.Create(Code.Retnq);
    }
}
