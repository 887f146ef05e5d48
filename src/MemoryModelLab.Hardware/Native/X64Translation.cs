using Iced.Intel;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Dialects.X86;
using ConditionCode = MemoryModelLab.Litmus.Lowering.ConditionCode;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// Turns the instructions of a thread into machine instructions, one for one. 32-bit tests become 64-bit code on 32-bit registers, which
/// orders memory alike; a location is a displacement from the register that holds its row.
/// </summary>
/// <param name="is64Bit">Whether the source is written in AT&amp;T order.</param>
/// <param name="row">The register that points to the iteration's cells.</param>
/// <param name="scratch">A register the thread does not use.</param>
/// <param name="offsetOf">Where a location lies in its row.</param>
internal sealed class X64Translation(bool is64Bit, Register row, Register scratch, Func<string, int> offsetOf)
{
    private readonly List<Instruction> code = [];

    /// <summary>
    /// The thread's instructions. Branches go to the number of the instruction they mean, as if it were an address; the count of all
    /// instructions is the thread's end. The result has, for each of them, its machine instructions.
    /// </summary>
    /// <exception cref="NotSupportedException">An instruction cannot run; the message names it.</exception>
    public static IReadOnlyList<Instruction>[] Translate(AssemblyThread thread, X64Translation translation)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        int count = 0;
        foreach (AssemblyLine line in thread.Lines)
        {
            foreach (string label in line.Labels) labels[label] = count;
            if (line.Instruction is not null) count++;
        }

        return [.. thread.Lines.Where(line => line.Instruction is not null).Select((line, number) => translation.Translate(line.Instruction!, number, labels, count))];
    }

    private List<Instruction> Translate(AssemblyInstruction instruction, int number, Dictionary<string, int> labels, int end)
    {
        code.Clear();
        if (!X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic)) throw Unsupported(instruction);
        switch (mnemonic.Operation)
        {
            case "ret":
                Emit(Instruction.CreateBranch(Code.Jmp_rel32_64, (ulong)end));
                break;
            case "jmp" or "j":
                string name = mnemonic.Condition is { } condition ? $"J{Suffix(condition)}_rel32_64" : "Jmp_rel32_64";
                Emit(Instruction.CreateBranch(Named(name, instruction), Target(instruction, number, labels)));
                break;
            case "mfence" or "lfence" or "sfence" or "pause" or "endbr64" or "endbr32":
                Emit(Instruction.Create(Named(char.ToUpperInvariant(mnemonic.Operation[0]) + mnemonic.Operation[1..], instruction)));
                break;
            case "nop":
                Emit(Instruction.Create(Code.Nopd));
                break;
            case "movnti":
                throw new NotSupportedException("MOVNTI does not run here: its store is ordered more weakly than the model of plain stores says");
            case "movzb" or "movzw" or "movsb" or "movsw" or "movsl":
                MoveExtended(instruction, mnemonic);
                break;
            default:
                WithOperands(instruction, mnemonic);
                break;
        }

        return [.. code];
    }

    private static ulong Target(AssemblyInstruction instruction, int number, Dictionary<string, int> labels) => instruction.Operands[0] switch
    {
        AssemblyOperand.Word word => (ulong)labels[word.Text],
        AssemblyOperand.Relative relative => (ulong)(number + (relative.Bytes / 4)),
        _ => throw Unsupported(instruction),
    };

    private void WithOperands(AssemblyInstruction instruction, X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = is64Bit ? [.. instruction.Operands.Reverse()] : [.. instruction.Operands];
        string operation = mnemonic.Operation is "sal" ? "shl" : mnemonic.Operation;
        bool shifts = operation is "shl" or "shr" or "sar";

        // Where one operand is an address and the instruction does not care which, the address comes first.
        bool symmetric = operation is "xchg" or "xadd" or "cmpxchg" or "test";
        if (symmetric && operands is [AssemblyOperand.Register, AssemblyOperand.X86Memory]) Array.Reverse(operands);
        if (operation == "cmov" && operands is [AssemblyOperand.X86Memory, AssemblyOperand.Register]) Array.Reverse(operands);

        int width = Width(mnemonic, shifts ? operands[..1] : operands);
        if (operation == "mov" && operands[1] is AssemblyOperand.AddressOf address)
        {
            MoveAddress(operands[0], address, width);
            return;
        }

        string title = char.ToUpperInvariant(operation[0]) + operation[1..] + (mnemonic.Condition is { } condition ? Suffix(condition) : "");
        Operand first = Of(operands[0], width, instruction);
        Instruction result;
        if (operands.Length == 1)
        {
            result = first.IsMemory ? Instruction.Create(Named($"{title}_rm{width}", instruction), first.Memory) : Instruction.Create(Named($"{title}_rm{width}", instruction), first.Register);
        }
        else
        {
            result = Binary(instruction, title, operation, first, Of(operands[1], shifts ? 8 : width, instruction), width);
        }

        result.HasLockPrefix = instruction.Lock;
        Emit(result);
    }

    // The letter behind "movz" or "movs" says how wide the source is, the destination is a register.
    private void MoveExtended(AssemblyInstruction instruction, X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = is64Bit ? [.. instruction.Operands.Reverse()] : [.. instruction.Operands];
        int from = mnemonic.Operation[4] switch
        {
            'b' => 8,
            'w' => 16,
            _ => 32,
        };
        int to = Width(mnemonic, operands[..1]);
        string name = mnemonic.Operation[3] == 'z' ? "Movzx" : from == 32 ? "Movsxd" : "Movsx";
        Code form = Named($"{name}_r{to}_rm{from}", instruction);
        (Operand target, Operand source) = (Of(operands[0], to, instruction), Of(operands[1], from, instruction));
        Emit(source.IsMemory ? Instruction.Create(form, target.Register, source.Memory) : Instruction.Create(form, target.Register, source.Register));
    }

    private static Instruction Binary(AssemblyInstruction instruction, string title, string operation, Operand first, Operand second, int width)
    {
        if (operation is "shl" or "shr" or "sar")
        {
            if (second.IsImmediate)
            {
                Code by = Named($"{title}_rm{width}_imm8", instruction);
                int amount = (int)second.Immediate & (width == 64 ? 63 : 31);
                return first.IsMemory ? Instruction.Create(by, first.Memory, amount) : Instruction.Create(by, first.Register, amount);
            }

            if (second.Register != Register.CL) throw new NotSupportedException($"{instruction.Mnemonic} shifts by CL or by a constant only");
            Code byCount = Named($"{title}_rm{width}_CL", instruction);
            return first.IsMemory ? Instruction.Create(byCount, first.Memory, Register.CL) : Instruction.Create(byCount, first.Register, Register.CL);
        }

        if (second.IsImmediate) return WithImmediate(instruction, title, operation, first, second.Immediate, width);
        if (second.IsMemory)
        {
            string memory = operation == "lea" ? "m" : $"rm{width}";
            return Instruction.Create(Named($"{title}_r{width}_{memory}", instruction), first.Register, second.Memory);
        }

        string form = operation == "cmov" ? $"{title}_r{width}_rm{width}" : $"{title}_rm{width}_r{width}";
        return first.IsMemory
            ? Instruction.Create(Named(form, instruction), first.Memory, second.Register)
            : Instruction.Create(Named(form, instruction), first.Register, second.Register);
    }

    private static Instruction WithImmediate(AssemblyInstruction instruction, string title, string operation, Operand first, long value, int width)
    {
        bool fits = width < 64 || value == (int)value;
        if (!fits)
        {
            return operation == "mov" && !first.IsMemory
                ? Instruction.Create(Code.Mov_r64_imm64, first.Register, value)
                : throw new NotSupportedException($"{instruction.Mnemonic} takes constants of 32 bits only, and {value} has more");
        }

        Code code = Named($"{title}_rm{width}_imm{Math.Min(width, 32)}", instruction);
        int cut = width switch
        {
            8 => (byte)value,
            16 => (ushort)value,
            _ => unchecked((int)value),
        };
        return first.IsMemory ? Instruction.Create(code, first.Memory, cut) : Instruction.Create(code, first.Register, cut);
    }

    private void MoveAddress(AssemblyOperand target, AssemblyOperand.AddressOf address, int width)
    {
        Register whole = target is AssemblyOperand.Register register ? X64Registers.View(X64Registers.Of(Parse(register.Name)), 64) : scratch;
        if (width < 32) throw new NotSupportedException("an address does not fit into fewer than 32 bits");
        Emit(Instruction.Create(width == 64 ? Code.Lea_r64_m : Code.Lea_r32_m, X64Registers.View(whole, width), Cell(offsetOf(address.Location), Register.None, 1)));
        if (target is AssemblyOperand.X86Memory memory)
        {
            Emit(Instruction.Create(width == 64 ? Code.Mov_rm64_r64 : Code.Mov_rm32_r32, Memory(memory), X64Registers.View(scratch, width)));
        }
    }

    private Operand Of(AssemblyOperand operand, int width, AssemblyInstruction instruction) => operand switch
    {
        AssemblyOperand.Register register => new Operand(View(register, width)),
        AssemblyOperand.Immediate immediate => new Operand(immediate.Value),
        AssemblyOperand.X86Memory memory => new Operand(Memory(memory)),
        _ => throw Unsupported(instruction),
    };

    private MemoryOperand Memory(AssemblyOperand.X86Memory memory)
    {
        Register index = memory.Index is { } name ? Whole(name) : Register.None;
        if (memory.Location is { } location)
        {
            if (memory.Base is not null && index != Register.None) throw new NotSupportedException($"an address of {location} and two registers is not one machine operand");
            if (memory.Base is { } only) (index, int scale) = (Whole(only), 1);
            return Cell(offsetOf(location) + memory.Displacement, index, (int)memory.Scale);
        }

        Register start = memory.Base is { } @base ? Whole(@base) : Register.None;
        return new MemoryOperand(start, index, (int)memory.Scale, memory.Displacement, 1);
    }

    private MemoryOperand Cell(long displacement, Register index, int scale) => new(row, index, scale, displacement, 1);

    private static Register Whole(string name) => X64Registers.Of(Parse(name) with { Width = 64, High = false });

    private static Register View(AssemblyOperand.Register register, int width)
    {
        X86View view = Parse(register.Name);
        return view.Width == width ? X64Registers.Of(view) : X64Registers.View(Whole(register.Name), width);
    }

    private static X86View Parse(string name) => X86Registers.TryParse(name, out X86View view) ? view : throw new NotSupportedException($"{name} is no register");

    private static int Width(X86Mnemonic mnemonic, AssemblyOperand[] operands)
    {
        if (mnemonic.Width != 0) return mnemonic.Width;
        foreach (AssemblyOperand operand in operands)
        {
            if (operand is AssemblyOperand.Register register) return Parse(register.Name).Width;
        }

        return 32;
    }

    private static Code Named(string name, AssemblyInstruction instruction) => Enum.TryParse(name, out Code code) ? code : throw Unsupported(instruction);

    private static NotSupportedException Unsupported(AssemblyInstruction instruction) => new($"{instruction.Mnemonic} with these operands does not run natively");

    private static string Suffix(ConditionCode condition) => condition switch
    {
        ConditionCode.EQ => "e",
        ConditionCode.NE => "ne",
        ConditionCode.CS => "b",
        ConditionCode.CC => "ae",
        ConditionCode.MI => "s",
        ConditionCode.PL => "ns",
        ConditionCode.VS => "o",
        ConditionCode.VC => "no",
        ConditionCode.HI => "a",
        ConditionCode.LS => "be",
        ConditionCode.GE => "ge",
        ConditionCode.LT => "l",
        ConditionCode.GT => "g",
        _ => "le",
    };

    private void Emit(Instruction instruction) => code.Add(instruction);

    /// <summary>A register, an address or a constant.</summary>
    private readonly struct Operand
    {
        public Operand(Register register) => Register = register;

        public Operand(MemoryOperand memory) => (Memory, IsMemory) = (memory, true);

        public Operand(long immediate) => (Immediate, IsImmediate) = (immediate, true);

        public Register Register { get; }

        public MemoryOperand Memory { get; }

        public long Immediate { get; }

        public bool IsMemory { get; }

        public bool IsImmediate { get; }
    }
}
