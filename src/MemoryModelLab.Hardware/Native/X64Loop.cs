using Iced.Intel;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Dialects.X86;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// The machine code that runs a thread's body for one iteration after another on x64 (see <see cref="ThreadLoop"/>): no call, no bounds
/// check, nothing but the body, what sets its registers, and the stores of its results.
/// </summary>
/// <remarks>
/// Two registers the body leaves alone hold the record and the row, a third is for the translation. The stack pointer belongs to the system.
/// </remarks>
internal static class X64Loop
{
    private const ulong Head = 1UL << 40;
    private const ulong Body = 1UL << 20;

    /// <summary>The registers a loop needs for itself.</summary>
    public const int OwnRegisters = 3;

    /// <summary>
    /// The code of a function that takes the addresses of the first record and behind the last, which differ.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="layout">Where the cells lie.</param>
    /// <param name="shape">What else the loop does.</param>
    /// <param name="fences">How many fences stand behind each iteration.</param>
    /// <param name="start">The address of the code.</param>
    public static byte[] Assemble(LitmusProgram program, int thread, CellLayout layout, BatchShape shape, int fences, ulong start)
    {
        Register[] free = [.. Free(program, thread).Select(X64Registers.Of)];
        (Register record, Register row, Register scratch) = (free[0], free[1], free[2]);
        List<Instruction> code = [.. X64Frame.Enter(record)];
        if (shape.Period > 0) code.AddRange(Appointments.Make(thread * shape.Lag));
        int head = code.Count;
        if (shape.Fetch != CellFetch.None) code.AddRange(Prefetch(program, layout, shape.Fetch, row, new MemoryOperand(record, ThreadLoop.FetchedBefore * ThreadLoop.RecordSize(program, thread), 1)));
        code.Add(Instruction.Create(Code.Mov_r64_rm64, row, new MemoryOperand(record)));
        code[head] = At(Head, code[head]);
        if (shape.Period > 0)
        {
            if (free.Take(OwnRegisters).Any(register => register is Register.RAX or Register.RDX)) throw new NotSupportedException($"P{thread} leaves too few registers for the clock");
            code.AddRange(Appointments.Keep(shape.Period));
        }

        code.AddRange(Initialise(program, thread, layout, row));

        // A thread begins with its flags clear, and has those of the loop around it: an address is neither 0 nor negative.
        if (ReadsFlags((AssemblyThread)program.Test.Threads[thread])) code.Add(Instruction.Create(Code.Test_rm64_r64, row, row));
        var translation = new X64Translation(program.Architecture == Litmus.Architecture.X86_64, row, scratch, layout.OffsetOf);
        IReadOnlyList<Instruction>[] body = X64Translation.Translate((AssemblyThread)program.Test.Threads[thread], translation);
        for (int number = 0; number < body.Length; number++)
        {
            for (int part = 0; part < body[number].Count; part++)
            {
                Instruction instruction = body[number][part];
                if (instruction.IsJmpShortOrNear || instruction.IsJccShortOrNear) instruction.NearBranch64 += Body;
                code.Add(part == 0 ? At(Body + (ulong)number, instruction) : instruction);
            }
        }

        int end = code.Count;
        int[] observed = [.. Observed(program, thread)];
        for (int index = 0; index < observed.Length; index++)
        {
            code.Add(Instruction.Create(Code.Mov_rm64_r64, new MemoryOperand(record, 8 + (8 * index), 1), X64Registers.Of(observed[index])));
        }

        code.Add(Instruction.Create(Code.Add_rm64_imm32, record, ThreadLoop.RecordSize(program, thread)));
        code.AddRange(Enumerable.Repeat(Instruction.Create(Code.Mfence), fences));
        code[end] = At(Body + (ulong)body.Length, code[end]);
        code.AddRange(X64Frame.RepeatOrLeave(record, Head));
        return Encode(code, start);
    }

    /// <summary>The dialect's numbers of the registers <paramref name="thread"/> leaves alone, three at least.</summary>
    /// <exception cref="NotSupportedException">There are fewer; or it uses the stack pointer, which belongs to the system.</exception>
    public static IReadOnlyList<int> Free(LitmusProgram program, int thread)
    {
        int[] used = [.. Used(program, thread)];
        if (used.Contains(X64Registers.StackPointer)) throw new NotSupportedException("the stack pointer belongs to the system and is no register of a test that runs");
        int[] free = [.. Enumerable.Range(0, X64Registers.Count).Where(number => number != X64Registers.StackPointer && !used.Contains(number)).Reverse()];
        return free.Length >= OwnRegisters ? free : throw new NotSupportedException($"P{thread} uses {used.Length} registers, and the loop around it needs {OwnRegisters} of its own");
    }

    /// <summary>The bytes of <paramref name="code"/> for the address <paramref name="start"/>.</summary>
    public static byte[] Encode(IReadOnlyList<Instruction> code, ulong start)
    {
        using var stream = new MemoryStream();
        var block = new InstructionBlock(new StreamCodeWriter(stream), [.. code], start);
        if (!BlockEncoder.TryEncode(64, block, out string? error, out _)) throw new NotSupportedException($"an instruction has no machine code in 64-bit mode: {error}");
        return stream.ToArray();
    }

    /// <summary>The dialect's numbers of the registers of <paramref name="thread"/> that are observed, in the order of the state.</summary>
    public static IEnumerable<int> Observed(LitmusProgram program, int thread) => program.Observed
        .Where(observed => observed.Thread == thread)
        .Select(observed => Number(program.Threads[thread].Registers[observed.Index]) ?? throw new NotSupportedException($"{observed.Name} is not a register code can read"));

    /// <summary><paramref name="instruction"/> as the target of branches to <paramref name="label"/>.</summary>
    public static Instruction At(ulong label, Instruction instruction)
    {
        instruction.IP = label;
        return instruction;
    }

    // Advice only: it never faults, and is no access of the thread's.
    private static IEnumerable<Instruction> Prefetch(LitmusProgram program, CellLayout layout, CellFetch fetch, Register row, MemoryOperand record)
    {
        yield return Instruction.Create(Code.Mov_r64_rm64, row, record);
        foreach (int line in program.Locations.Select(location => layout.OffsetOf(location) & ~63).Distinct())
        {
            yield return Instruction.Create(fetch == CellFetch.Own ? Code.Prefetchw_m8 : Code.Prefetcht0_m8, new MemoryOperand(row, line, 1));
        }
    }

    // The registers a thread has beside those the lowering added, as the dialect numbers them. CMPXCHG names no accumulator, but the
    // lowering does.
    private static IEnumerable<int> Used(LitmusProgram program, int thread) =>
        program.Threads[thread].Registers.Select(Number).OfType<int>().Concat(Named(program, thread)).Distinct();

    private static IEnumerable<int> Named(LitmusProgram program, int thread) => ((AssemblyThread)program.Test.Threads[thread]).Lines
        .SelectMany(line => line.Instruction?.Operands ?? [])
        .SelectMany(operand => operand switch
        {
            AssemblyOperand.Register register => (string?[])[register.Name],
            AssemblyOperand.X86Memory memory => [memory.Base, memory.Index],
            _ => [],
        }).Select(name => name is null ? null : Number(name)).OfType<int>();

    private static bool ReadsFlags(AssemblyThread thread) =>
        thread.Lines.Any(line => line.Instruction is { } instruction && X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic) && mnemonic.Condition is not null);

    private static int? Number(string name) => X86Registers.TryParse(name, out X86View view) && view.Number < X64Registers.Count ? view.Number : null;

    private static IEnumerable<Instruction> Initialise(LitmusProgram program, int thread, CellLayout layout, Register row)
    {
        ThreadProgram code = program.Threads[thread];
        int declared = program.Locations.Count(location => location.Offset == 0);
        for (int index = 0; index < code.Registers.Count; index++)
        {
            if (Number(code.Registers[index]) is not { } number) continue;
            Register register = X64Registers.Of(number);
            long value = code.InitialValues[index];
            if (AddressSpace.TryDecode(value, declared, out int location, out long offset))
                yield return Instruction.Create(Code.Lea_r64_m, register, new MemoryOperand(row, layout.OffsetOf(location) + offset, 1));
            else if (value is >= 0 and <= uint.MaxValue)
                yield return Instruction.Create(Code.Mov_r32_imm32, X64Registers.View(register, 32), unchecked((int)value));
            else
                yield return Instruction.Create(Code.Mov_r64_imm64, register, value);
        }
    }
}
