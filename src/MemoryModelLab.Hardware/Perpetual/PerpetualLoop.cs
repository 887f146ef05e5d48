using Iced.Intel;
using MemoryModelLab.Hardware.Native;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>
/// The machine code of a thread that runs perpetually: the test's instructions, the stores of what they loaded, and an addition for each
/// sequence of values.
/// </summary>
internal static class PerpetualLoop
{
    private const ulong Head = 1;

    /// <summary>The code of a function that takes the addresses of the first record and behind the last, which differ.</summary>
    /// <param name="test">The test.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="layout">Where the cells lie in their only row.</param>
    /// <param name="cells">The address of that row.</param>
    /// <param name="start">The address of the code.</param>
    public static byte[] Assemble(PerpetualTest test, int thread, CellLayout layout, ulong cells, ulong start)
    {
        PerpetualStore[] stores = [.. test.Stores.Where(store => store.Thread == thread)];
        Register[] free = [.. X64Loop.Free(test.Program, thread).Except(stores.Select(store => store.Register)).Select(X64Registers.Of)];
        (Register record, Register row, Register scratch) = (free[0], free[1], free[2]);

        List<Instruction> code = [.. X64Frame.Enter(record), Instruction.Create(Code.Mov_r64_imm64, row, cells)];
        foreach (PerpetualStore store in stores) code.Add(Instruction.Create(Code.Mov_r32_imm32, X64Registers.View(X64Registers.Of(store.Register), 32), store.Offset));
        int head = code.Count;
        var translation = new X64Translation(test.Program.Architecture == Litmus.Architecture.X86_64, row, scratch, layout.OffsetOf);
        foreach (IReadOnlyList<Instruction> instructions in X64Translation.Translate(test.Threads[thread], translation)) code.AddRange(instructions);
        IReadOnlyList<PerpetualLoad> loads = test.LoadsOf(thread);
        foreach (PerpetualLoad load in loads)
        {
            code.Add(Instruction.Create(Code.Mov_rm32_r32, new MemoryOperand(record, 4 * load.Slot, 1), X64Registers.View(X64Registers.Of(load.Register), 32)));
        }

        foreach (PerpetualStore store in stores) code.Add(Instruction.Create(Code.Add_rm32_imm8, X64Registers.View(X64Registers.Of(store.Register), 32), test.Step));
        code.Add(Instruction.Create(Code.Add_rm64_imm32, record, RecordSize(loads.Count)));
        code[head] = X64Loop.At(Head, code[head]);
        code.AddRange(X64Frame.RepeatOrLeave(record, Head));
        return X64Loop.Encode(code, start);
    }

    /// <summary>The bytes of an iteration's record: four a load; where there are none, the records only count.</summary>
    public static int RecordSize(int loads) => 4 * Math.Max(1, loads);
}
