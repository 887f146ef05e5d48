using System.Globalization;
using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native.Arm;

/// <summary>
/// The machine code that runs a thread's body for one iteration after another on ARM64 (see <see cref="ThreadLoop"/>): no call, no bounds
/// check, nothing but the body, what sets its registers, and the stores of its results.
/// </summary>
/// <remarks>
/// Three registers that the body leaves alone hold the record, the end and the row, a fourth is for addresses. X18 belongs to some systems, SP to all. The
/// procedure call standard (AAPCS64) has X19 to X30 given back as they were, and passes the two addresses in X0 and X1.
/// </remarks>
internal static class AArch64Loop
{
    private const uint Platform = 18;
    private static readonly (uint First, uint Second)[] Saved = [(19, 20), (21, 22), (23, 24), (25, 26), (27, 28), (29, 30)];

    /// <summary>The code of the loop; it holds no addresses of its own, so it may lie anywhere.</summary>
    /// <exception cref="NotSupportedException">The thread cannot run so; the message says why.</exception>
    public static byte[] Assemble(LitmusProgram program, int thread, CellLayout layout, BatchShape shape, int fences)
    {
        if (shape.Period > 0) throw new NotSupportedException("appointments by the processor's clock are kept on x64 only; the other modes run here");
        (uint record, uint end, uint row, uint scratch) = Free(program, thread);
        int recordSize = ThreadLoop.RecordSize(program, thread);
        List<uint> code = [.. Saved.Select(pair => AArch64Words.Push(pair.First, pair.Second)), AArch64Words.Move(record, 0), AArch64Words.Move(end, 1)];

        int head = code.Count;
        if (shape.Fetch != CellFetch.None)
        {
            code.Add(AArch64Words.Load(row, record, ThreadLoop.FetchedBefore * recordSize));
            foreach (int line in program.Locations.Select(location => layout.OffsetOf(location) & ~63).Distinct())
            {
                code.AddRange(AArch64Words.Constant(scratch, (ulong)line));
                code.Add(AArch64Words.Prefetch(row, scratch, shape.Fetch == CellFetch.Own));
            }
        }

        code.Add(AArch64Words.Load(row, record));
        code.AddRange(Initialise(program, thread, layout, row));

        // A thread begins with its flags clear, and has those of the loop around it: an address is neither 0 nor negative.
        if (ReadsFlags((AssemblyThread)program.Test.Threads[thread])) code.Add(AArch64Words.Test(row, row));
        code.AddRange(Body((AssemblyThread)program.Test.Threads[thread]));
        int offset = 8;
        foreach (uint register in Observed(program, thread))
        {
            code.Add(AArch64Words.Store(register, record, offset));
            offset += 8;
        }

        code.Add(AArch64Words.AddNumber(record, record, recordSize));
        code.AddRange(Enumerable.Repeat(AArch64Words.Fence, fences));
        code.Add(AArch64Words.Compare(record, end));
        code.Add(AArch64Words.BranchIfLower(head - code.Count));
        code.AddRange(Saved.Reverse().Select(pair => AArch64Words.Pop(pair.First, pair.Second)));
        code.Add(AArch64Words.Return);
        return MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(code)).ToArray();
    }

    private static bool ReadsFlags(AssemblyThread thread) => thread.Lines.Any(line => line.Instruction?.Mnemonic.StartsWith("B.", StringComparison.Ordinal) == true);

    // RET and the labels at a thread's end go to what stands behind the body.
    private static IEnumerable<uint> Body(AssemblyThread thread)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        var body = new List<AssemblyInstruction>();
        foreach (AssemblyLine line in thread.Lines)
        {
            foreach (string label in line.Labels) labels[label] = body.Count;
            if (line.Instruction is { } instruction) body.Add(instruction);
        }

        return body.Select((instruction, number) => instruction.Mnemonic == "RET"
            ? AArch64Words.Branch(body.Count - number)
            : AArch64Encoder.Encode(instruction, label => labels[label] - number));
    }

    private static IEnumerable<uint> Initialise(LitmusProgram program, int thread, CellLayout layout, uint row)
    {
        ThreadProgram code = program.Threads[thread];
        int declared = program.Locations.Count(location => location.Offset == 0);
        for (int index = 0; index < code.Registers.Count; index++)
        {
            if (Number(code.Registers[index]) is not { } register) continue;
            bool isAddress = AddressSpace.TryDecode(code.InitialValues[index], declared, out int location, out long offset);
            ulong value = isAddress ? (ulong)(layout.OffsetOf(location) + offset) : unchecked((ulong)code.InitialValues[index]);
            foreach (uint word in AArch64Words.Constant(register, value)) yield return word;
            if (isAddress) yield return AArch64Words.Add(register, register, row);
        }
    }

    private static IEnumerable<uint> Observed(LitmusProgram program, int thread) => program.Observed
        .Where(observed => observed.Thread == thread)
        .Select(observed => Number(program.Threads[thread].Registers[observed.Index]) ?? throw new NotSupportedException($"{observed.Name} is not a register code can read"));

    // X0 and X1 hold the arguments until the first two are set.
    private static (uint Record, uint End, uint Row, uint Scratch) Free(LitmusProgram program, int thread)
    {
        HashSet<uint> used = [.. program.Threads[thread].Registers.Select(Number).OfType<uint>(), .. Named((AssemblyThread)program.Test.Threads[thread])];
        if (used.Contains(AArch64Words.StackPointer)) throw new NotSupportedException("the stack pointer belongs to the system and is no register of a test that runs");
        if (used.Contains(Platform)) throw new NotSupportedException("X18 belongs to some systems and is no register of a test that runs; use another");
        uint[] free = [.. Enumerable.Range(2, 29).Select(number => (uint)number).Where(number => number != Platform && !used.Contains(number)).Reverse()];
        return free is [var record, var end, var row, var scratch, ..]
            ? (record, end, row, scratch)
            : throw new NotSupportedException($"P{thread} uses {used.Count} registers, and the loop around it needs four of its own");
    }

    private static IEnumerable<uint> Named(AssemblyThread thread) => thread.Lines
        .SelectMany(line => line.Instruction?.Operands ?? [])
        .SelectMany(operand => operand switch
        {
            AssemblyOperand.Register register => (string?[])[register.Name],
            AssemblyOperand.Memory { Offset: AssemblyOperand.Register offset } memory => [memory.Base, offset.Name],
            AssemblyOperand.Memory memory => [memory.Base],
            _ => [],
        }).Select(name => Number(name!)).OfType<uint>();

    // Null for the zero register, and for what the lowering keeps beside the registers.
    private static uint? Number(string name) => name switch
    {
        "SP" or "WSP" => AArch64Words.StackPointer,
        ['X' or 'W', .. var digits] when uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) => number,
        _ => null,
    };
}
