using Iced.Intel;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// Machine code that begins each iteration at an appointed time of the processor's clock (RDTSC), which the cores of a machine share: thread
/// and thread need not talk to agree. Who is late does not wait, so threads that share a core cannot hold each other up.
/// </summary>
internal static class Appointments
{
    /// <summary>The first appointment is at the next multiple of this: threads that leave a meeting together have the same.</summary>
    private const int First = 1 << 15;

    private const ulong Wait = 1UL << 41;

    /// <summary>Appoints the first iteration; RAX and RDX are lost.</summary>
    public static IEnumerable<Instruction> Make(int lag) =>
    [
        .. Now(),
        Instruction.Create(Code.Add_rm64_imm32, Register.RAX, 2 * First),
        Instruction.Create(Code.And_rm64_imm32, Register.RAX, -First),
        Instruction.Create(Code.Add_rm64_imm32, Register.RAX, lag),
        Instruction.Create(Code.Mov_rm64_r64, X64Frame.Slot, Register.RAX),
    ];

    /// <summary>Waits for the appointment, and makes the next; RAX and RDX are lost.</summary>
    public static IEnumerable<Instruction> Keep(int period)
    {
        Instruction[] now = [.. Now()];
        now[0] = X64Loop.At(Wait, now[0]);
        return
        [
            .. now,
            Instruction.Create(Code.Cmp_r64_rm64, Register.RAX, X64Frame.Slot),
            Instruction.CreateBranch(Code.Jb_rel32_64, Wait),
            Instruction.Create(Code.Add_rm64_imm32, X64Frame.Slot, period),
        ];
    }

    private static Instruction[] Now() =>
    [
        Instruction.Create(Code.Rdtsc),
        Instruction.Create(Code.Shl_rm64_imm8, Register.RDX, 32),
        Instruction.Create(Code.Or_r64_rm64, Register.RAX, Register.RDX),
    ];
}
