using Iced.Intel;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Where a value of the final state lies.</summary>
/// <param name="Thread">The thread whose record it is in; -1 for a cell of the row.</param>
/// <param name="Offset">Its offset from the record or the row.</param>
/// <param name="Width">Its bits: 8, 16, 32 or 64.</param>
internal readonly record struct StatePart(int Thread, int Offset, int Width);

/// <summary>What a cell is set back to.</summary>
/// <param name="Offset">Its offset from the row.</param>
/// <param name="Width">Its bits: 8, 16, 32 or 64.</param>
/// <param name="Initial">The value; meaningless where it is a pointer.</param>
/// <param name="Pointer">The offset from the row of the cell it points to; -1 where it is a number.</param>
internal readonly record struct CellReset(int Offset, int Width, long Initial, int Pointer);

/// <summary>
/// The machine code that counts iterations and sets their cells back: it goes on as long as all values of a state are small, and leaves any
/// other iteration to its caller.
/// </summary>
internal static class X64Fold
{
    private const ulong Head = 1;
    private const ulong Leave = 2;

    // What the function is called with, in this order in memory: the records of each thread, and the counts behind them.
    private static readonly Register[] Records = [Register.RSI, Register.R9, Register.R10, Register.R11, Register.R13, Register.R14, Register.R15, Register.RBP];

    /// <summary>The most threads there is code for.</summary>
    public static int MostThreads => Records.Length;

    /// <summary>
    /// The code of a function that takes the address of an array, the current record of each thread and then the counts, and the end of
    /// thread 0's records. It moves the records in the array behind the last iteration it counted.
    /// </summary>
    public static byte[] Assemble(IReadOnlyList<StatePart> parts, IReadOnlyList<CellReset> cells, IReadOnlyList<int> recordSizes, ulong start)
    {
        (Register frame, Register counts, Register row, Register value, Register key, Register all) =
            (Register.RDI, Register.R12, Register.R8, Register.RAX, Register.RCX, Register.RDX);
        List<Instruction> code = [.. X64Frame.Enter(frame)];
        for (int thread = 0; thread < recordSizes.Count; thread++) code.Add(Instruction.Create(Code.Mov_r64_rm64, Records[thread], new MemoryOperand(frame, 8 * thread, 1)));
        code.Add(Instruction.Create(Code.Mov_r64_rm64, counts, new MemoryOperand(frame, 8 * recordSizes.Count, 1)));

        code.Add(X64Loop.At(Head, Instruction.Create(Code.Mov_r64_rm64, row, new MemoryOperand(Records[0]))));
        code.Add(Instruction.Create(Code.Xor_r32_rm32, Register.ECX, Register.ECX));
        code.Add(Instruction.Create(Code.Xor_r32_rm32, Register.EDX, Register.EDX));
        for (int part = 0; part < parts.Count; part++)
        {
            var place = new MemoryOperand(parts[part].Thread < 0 ? row : Records[parts[part].Thread], parts[part].Offset, 1);
            code.Add(parts[part].Width switch
            {
                8 => Instruction.Create(Code.Movzx_r32_rm8, Register.EAX, place),
                16 => Instruction.Create(Code.Movzx_r32_rm16, Register.EAX, place),
                32 => Instruction.Create(Code.Mov_r32_rm32, Register.EAX, place),
                _ => Instruction.Create(Code.Mov_r64_rm64, value, place),
            });
            code.Add(Instruction.Create(Code.Or_r64_rm64, all, value));
            if (part > 0) code.Add(Instruction.Create(Code.Shl_rm64_imm8, value, part * NativeCounter.KeyBits));
            code.Add(Instruction.Create(Code.Or_r64_rm64, key, value));
        }

        code.Add(Instruction.Create(Code.Cmp_rm64_imm8, all, NativeCounter.KeyLimit));
        code.Add(Instruction.CreateBranch(Code.Jae_rel32_64, Leave));
        code.Add(Instruction.Create(Code.Inc_rm64, new MemoryOperand(counts, key, 8)));
        foreach (CellReset cell in cells) code.AddRange(Reset(cell, row));
        for (int thread = 0; thread < recordSizes.Count; thread++) code.Add(Instruction.Create(Code.Add_rm64_imm32, Records[thread], recordSizes[thread]));
        code.Add(Instruction.Create(Code.Cmp_r64_rm64, Records[0], new MemoryOperand(Register.RSP)));
        code.Add(Instruction.CreateBranch(Code.Jb_rel32_64, Head));
        int leave = code.Count;
        for (int thread = 0; thread < recordSizes.Count; thread++) code.Add(Instruction.Create(Code.Mov_rm64_r64, new MemoryOperand(frame, 8 * thread, 1), Records[thread]));
        code[leave] = X64Loop.At(Leave, code[leave]);
        code.AddRange(X64Frame.Return());
        return X64Loop.Encode(code, start);
    }

    private static IEnumerable<Instruction> Reset(CellReset cell, Register row)
    {
        var place = new MemoryOperand(row, cell.Offset, 1);
        if (cell.Pointer >= 0 || (cell.Width == 64 && cell.Initial != (int)cell.Initial))
        {
            yield return cell.Pointer >= 0
                ? Instruction.Create(Code.Lea_r64_m, Register.RAX, new MemoryOperand(row, cell.Pointer, 1))
                : Instruction.Create(Code.Mov_r64_imm64, Register.RAX, cell.Initial);
            yield return Instruction.Create(cell.Width == 64 ? Code.Mov_rm64_r64 : Code.Mov_rm32_r32, place, X64Registers.View(Register.RAX, cell.Width));
            yield break;
        }

        yield return cell.Width switch
        {
            8 => Instruction.Create(Code.Mov_rm8_imm8, place, (int)(byte)cell.Initial),
            16 => Instruction.Create(Code.Mov_rm16_imm16, place, (int)(ushort)cell.Initial),
            32 => Instruction.Create(Code.Mov_rm32_imm32, place, unchecked((int)cell.Initial)),
            _ => Instruction.Create(Code.Mov_rm64_imm32, place, (int)cell.Initial),
        };
    }
}
