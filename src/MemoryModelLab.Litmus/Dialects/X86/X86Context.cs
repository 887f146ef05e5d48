using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>
/// The instruction being lowered and access to its operands. A write to a 32-bit view clears the upper half of its register, one to a
/// narrower view leaves the rest (Intel SDM, volume 1, 3.4.1.1); so where registers and memory hold 32-bit numbers only, their 32-bit
/// views need no op.
/// </summary>
internal sealed class X86Context
{
    private readonly bool is64Bit;
    private readonly bool memoryIsWide;
    private readonly HashSet<int> wide = [];

    public X86Context(AssemblyThread body, ThreadBuilder thread, bool is64Bit)
    {
        Thread = thread;
        this.is64Bit = is64Bit;
        memoryIsWide = X86Widths.MemoryIsWide(thread.Test, thread.Locations);
        X86Widths.CollectWide(body, wide);
        Flags = new FlagRegisters(thread, X86Widths.FlagsRead(body), carryIsBorrow: true);
        Instruction = new AssemblyInstruction(default, "", []);
    }

    /// <summary>The code.</summary>
    public ThreadBuilder Thread { get; }

    /// <summary>The condition flags.</summary>
    public FlagRegisters Flags { get; }

    /// <summary>The instruction.</summary>
    public AssemblyInstruction Instruction { get; set; }

    /// <summary>Its line.</summary>
    public int Line => Instruction.Origin.Line;

    /// <summary>An error at the instruction.</summary>
    public LitmusException Error(string problem) => new(Instruction.Origin.Position, problem);

    /// <summary>The operands, the destination first.</summary>
    public AssemblyOperand[] Operands(int least, int most)
    {
        if (Instruction.Operands.Count < least || Instruction.Operands.Count > most)
        {
            string expected = least == most ? $"{least}" : $"{least} to {most}";
            throw Error($"{Instruction.Mnemonic} has {Instruction.Operands.Count} operands, expected {expected}");
        }

        return is64Bit ? [.. Instruction.Operands.Reverse()] : [.. Instruction.Operands];
    }

    /// <summary>The width of the operation: the suffix's, else that of a register operand, else 32.</summary>
    public int WidthOf(X86Mnemonic mnemonic, params ReadOnlySpan<AssemblyOperand> operands)
    {
        if (mnemonic.Width != 0) return mnemonic.Width;
        foreach (AssemblyOperand operand in operands)
        {
            if (operand is AssemblyOperand.Register register) return View(register.Name).Width;
        }

        return 32;
    }

    /// <summary>The value of an operand, zero-extended from <paramref name="width"/>.</summary>
    public Operand Read(AssemblyOperand operand, int width) => operand switch
    {
        AssemblyOperand.Register register => ReadRegister(View(register.Name), width),
        AssemblyOperand.Immediate immediate => Cut(width, Operand.Const(immediate.Value)),
        AssemblyOperand.AddressOf address => Operand.Const(Thread.Locations.AddressOf(address.Location)),
        AssemblyOperand.X86Memory memory => Load(Address(memory), EventTags.None, width),
        _ => throw Error($"an operand of {Instruction.Mnemonic} is a label, expected a register, a constant or an address"),
    };

    /// <summary>Writes <paramref name="value"/>, in range for <paramref name="width"/>, to a register or to memory.</summary>
    public void Write(AssemblyOperand operand, Operand value, int width)
    {
        if (operand is AssemblyOperand.Register register) WriteRegister(View(register.Name), value, width);
        else if (operand is AssemblyOperand.X86Memory memory) Thread.Emit(new Op.Store(Line, Address(memory), value, EventTags.None));
        else throw Error($"the destination of {Instruction.Mnemonic} is neither a register nor an address");
    }

    /// <summary>A load, zero-extended from <paramref name="width"/>.</summary>
    public Operand Load(Operand address, EventTags tags, int width)
    {
        int read = Thread.Temporary();
        Thread.Emit(new Op.Load(Line, read, address, tags));
        return width < 32 || (width == 32 && memoryIsWide) ? Cut(width, Operand.Reg(read)) : Operand.Reg(read);
    }

    /// <summary>Whether a 32- or 64-bit view can be loaded in place.</summary>
    public bool LoadsInPlace(int width) => width == 64 || (width == 32 && !memoryIsWide);

    /// <summary>The register behind a whole view.</summary>
    public int Register(AssemblyOperand.Register register) => Thread.Register(X86Registers.Canonical(View(register.Name).Number, is64Bit));

    /// <summary>The address that an operand names.</summary>
    public Operand Address(AssemblyOperand.X86Memory memory)
    {
        Operand? address = memory.Location is null ? null : Operand.Const(Thread.Locations.AddressOf(memory.Location));
        if (memory.Base is not null) address = Plus(address, Whole(memory.Base));
        if (memory.Index is not null)
        {
            Operand index = Whole(memory.Index);
            address = Plus(address, memory.Scale == 1 ? index : Thread.Compute(Line, BinaryOperator.Multiply, index, Operand.Const(memory.Scale)));
        }

        return memory.Displacement == 0 && address is { } whole ? whole : Plus(address, Operand.Const(memory.Displacement));
    }

    /// <summary><paramref name="value"/> zero-extended from <paramref name="width"/>.</summary>
    public Operand Cut(int width, Operand value)
    {
        if (width == 64) return value;
        return value.IsConstant
            ? Operand.Const(value.Value & ((1L << width) - 1))
            : Thread.Compute(Line, BinaryOperator.ZeroExtend, value, Operand.Const(width));
    }

    /// <summary><c>left ∘ right</c>, cut to <paramref name="width"/>.</summary>
    public Operand Compute(int width, BinaryOperator @operator, Operand left, Operand right) =>
        Cut(width, Thread.Compute(Line, @operator, left, right));

    /// <summary>The accumulator's view of <paramref name="width"/> bits as an operand.</summary>
    public static AssemblyOperand.Register Accumulator(int width) => new(width switch
    {
        8 => "al",
        16 => "ax",
        32 => "eax",
        _ => "rax",
    });

    private X86View View(string name) => X86Registers.TryParse(name, out X86View view) ? view : throw Error($"{name} is not a register");

    private Operand Whole(string name) => Operand.Reg(Thread.Register(X86Registers.Canonical(View(name).Number, is64Bit)));

    private Operand Plus(Operand? left, Operand right) => left is { } operand ? Thread.Compute(Line, BinaryOperator.Add, operand, right) : right;

    private Operand ReadRegister(X86View view, int width)
    {
        string canonical = X86Registers.Canonical(view.Number, is64Bit);
        var register = Operand.Reg(Thread.Register(canonical));
        if (view.High) register = Thread.Compute(Line, BinaryOperator.ShiftRightLogical, register, Operand.Const(8));
        bool mayBeWider = wide.Contains(view.Number) || Thread.InitialValueOf(canonical) is < 0 or > uint.MaxValue;
        return width < 32 || (width == 32 && mayBeWider) ? Cut(width, register) : register;
    }

    private void WriteRegister(X86View view, Operand value, int width)
    {
        int register = Thread.Register(X86Registers.Canonical(view.Number, is64Bit));
        if (width >= 32)
        {
            Thread.Emit(new Op.Move(Line, register, value));
            return;
        }

        int shift = view.High ? 8 : 0;
        long mask = ((1L << width) - 1) << shift;
        Operand rest = Thread.Compute(Line, BinaryOperator.And, Operand.Reg(register), Operand.Const(~mask));
        Operand part = shift == 0 ? value : Thread.Compute(Line, BinaryOperator.ShiftLeft, value, Operand.Const(shift));
        Thread.Compute(Line, register, BinaryOperator.Or, rest, part);
    }
}
