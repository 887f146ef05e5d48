using Iced.Intel;
using MemoryModelLab.Hardware.Native;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>
/// The machine code of a thread that runs perpetually: the test's instructions, an addition for each sequence of values, and what keeps the
/// values that were loaded.
/// </summary>
/// <remarks>
/// What shows reordering are the test's stores that wait in the store buffer, so nothing else should take its places: the values of four
/// iterations go into a vector register each load, and leave as one store.
/// </remarks>
internal static class PerpetualLoop
{
    /// <summary>The most loads a thread may have: the vector registers that every convention lets a function lose.</summary>
    public const int MostLoads = 6;

    private const ulong Head = 1;

    // The values a vector register holds.
    private const int Lanes = 4;

    /// <summary>
    /// The code of a function that takes the addresses of the first load's first value and behind its last; those of the other loads follow.
    /// </summary>
    /// <param name="test">The test.</param>
    /// <param name="iterations">The number of values a load has room for.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="layout">Where the cells lie.</param>
    /// <param name="shape">How many rows there are, and how fast it goes; iteration n works on row n mod rows.</param>
    /// <param name="cells">The address of the first row.</param>
    /// <param name="start">The address of the code.</param>
    public static byte[] Assemble(PerpetualTest test, int iterations, int thread, CellLayout layout, PerpetualShape shape, ulong cells, ulong start)
    {
        PerpetualStore[] stores = [.. test.Stores.Where(store => store.Thread == thread)];
        Register[] free = [.. X64Loop.Free(test.Program, thread).Except(stores.Select(store => store.Register)).Select(X64Registers.Of)];
        (Register record, Register row, Register scratch) = (free[0], free[1], free[2]);

        List<Instruction> code = [.. X64Frame.Enter(record), Instruction.Create(Code.Mov_r64_imm64, row, cells)];
        foreach (PerpetualStore store in stores) code.Add(Instruction.Create(Code.Mov_r32_imm32, X64Registers.View(X64Registers.Of(store.Register), 32), store.Offset));
        int head = code.Count;
        IReadOnlyList<PerpetualLoad> loads = test.LoadsOf(thread);
        int rows = shape.Rows, turn = Math.Max(rows, Lanes);
        for (int copy = 0; copy < turn; copy++)
        {
            int offset = copy % rows * layout.Stride, lane = copy % Lanes;
            var translation = new X64Translation(test.Program.Architecture == Litmus.Architecture.X86_64, row, scratch, name => layout.OffsetOf(name) + offset);
            code.AddRange(X64Translation.Translate(test.Threads[thread], translation).SelectMany(instructions => instructions));
            foreach (PerpetualLoad load in loads)
            {
                code.Add(Instruction.Create(Code.Pinsrd_xmm_rm32_imm8, Register.XMM0 + load.Slot, X64Registers.View(X64Registers.Of(load.Register), 32), lane));
            }

            if (lane == Lanes - 1)
            {
                foreach (PerpetualLoad load in loads)
                {
                    var kept = new MemoryOperand(record, (((long)load.Slot * iterations) + copy - lane) * sizeof(int), 1);
                    code.Add(Instruction.Create(Code.Movups_xmmm128_xmm, kept, Register.XMM0 + load.Slot));
                }
            }

            for (int wait = 0; wait < shape.Pace; wait++) code.Add(Instruction.Create(Code.Imul_r64_rm64, scratch, scratch));
            if ((copy + 1) % rows != 0) continue;
            foreach (PerpetualStore store in stores) code.Add(Instruction.Create(Code.Add_rm32_imm8, X64Registers.View(X64Registers.Of(store.Register), 32), test.Step));
        }

        code.Add(Instruction.Create(Code.Add_rm64_imm32, record, turn * sizeof(int)));
        code[head] = X64Loop.At(Head, code[head]);
        code.AddRange(X64Frame.RepeatOrLeave(record, Head));
        return X64Loop.Encode(code, start);
    }
}
