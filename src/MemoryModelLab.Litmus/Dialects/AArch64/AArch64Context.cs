using System.Globalization;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>
/// The instruction being lowered, its operands, and the registers. A register that only ever holds 32-bit results holds them
/// zero-extended, as the architecture has it; so a W view of it needs no op. Where a register may hold more (it is used as X, or starts
/// with an address or a negative number), its W view is an extension.
/// </summary>
internal sealed class AArch64Context
{
    private readonly HashSet<string> wide = [];

    public AArch64Context(AssemblyThread body, ThreadBuilder thread)
    {
        Thread = thread;
        MemoryIsWide = AArch64Widths.MemoryIsWide(thread.Test, thread.Locations);
        AArch64Widths.CollectWide(body, wide);
        Flags = new FlagRegisters(thread, AArch64Conditions.FlagsRead(body), carryIsBorrow: false);
        Instruction = new AssemblyInstruction(default, "", []);
    }

    /// <summary>The code.</summary>
    public ThreadBuilder Thread { get; }

    /// <summary>The condition flags.</summary>
    public FlagRegisters Flags { get; }

    /// <summary>Whether a 32-bit load must cut what it reads.</summary>
    public bool MemoryIsWide { get; }

    /// <summary>The instruction.</summary>
    public AssemblyInstruction Instruction { get; set; }

    /// <summary>Its line.</summary>
    public int Line => Instruction.Origin.Line;

    /// <summary>Its operands.</summary>
    public EquatableList<AssemblyOperand> Operands => Instruction.Operands;

    /// <summary>An error at the instruction.</summary>
    public LitmusException Error(string problem) => new(Instruction.Origin.Position, problem);

    /// <summary>Checks the number of operands.</summary>
    public void ExpectOperands(int least, int most, string form)
    {
        if (Operands.Count < least || Operands.Count > most) throw Error($"{Instruction.Mnemonic} has {Operands.Count} operands, expected {form}");
    }

    /// <summary>The register's spelling of an operand.</summary>
    public string Register(int operand) =>
        operand < Operands.Count && Operands[operand] is AssemblyOperand.Register register
            ? register.Name
            : throw Error($"operand {operand + 1} of {Instruction.Mnemonic} is not a register, expected one such as W0 or X1");

    /// <summary>An immediate operand within bounds.</summary>
    public long Immediate(int operand, long least, long most)
    {
        if (operand >= Operands.Count || Operands[operand] is not AssemblyOperand.Immediate immediate)
            throw Error($"operand {operand + 1} of {Instruction.Mnemonic} is not a constant, expected one such as #1");
        return immediate.Value >= least && immediate.Value <= most
            ? immediate.Value
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"the constant {immediate.Value} is out of range, expected {least} to {most}"));
    }

    /// <summary>The width of a register's view.</summary>
    public static int WidthOf(string spelling) => AArch64Registers.IsWord(spelling) ? 32 : 64;

    /// <summary>The value of a register's view, zero-extended.</summary>
    public Operand Read(string spelling)
    {
        if (AArch64Registers.IsZero(spelling)) return Operand.Const(0);
        Operand register = Raw(spelling);
        return AArch64Registers.IsWord(spelling) && IsWide(AArch64Registers.Canonical(spelling))
            ? Thread.Compute(Line, BinaryOperator.ZeroExtend, register, Operand.Const(32))
            : register;
    }

    /// <summary>The whole register behind a view.</summary>
    public Operand Raw(string spelling) =>
        AArch64Registers.IsZero(spelling) ? Operand.Const(0) : Operand.Reg(Thread.Register(AArch64Registers.Canonical(spelling)));

    /// <summary>Where a result for a register goes; what is written to the zero register is lost.</summary>
    public int Target(string spelling) =>
        AArch64Registers.IsZero(spelling) ? Thread.Temporary() : Thread.Register(AArch64Registers.Canonical(spelling));

    /// <summary><c>spelling = left ∘ right</c>, cut to the width of the view unless the result is <paramref name="inRange"/> anyway.</summary>
    public void Compute(string spelling, BinaryOperator @operator, Operand left, Operand right, bool inRange)
    {
        if (inRange || WidthOf(spelling) == 64) Thread.Compute(Line, Target(spelling), @operator, left, right);
        else Thread.Compute(Line, Target(spelling), BinaryOperator.ZeroExtend, Thread.Compute(Line, @operator, left, right), Operand.Const(32));
    }

    /// <summary>A temporary with <c>left ∘ right</c>, cut to <paramref name="width"/>.</summary>
    public Operand Compute(int width, BinaryOperator @operator, Operand left, Operand right) =>
        Cut(width, Thread.Compute(Line, @operator, left, right));

    /// <summary><paramref name="value"/> zero-extended from <paramref name="width"/>.</summary>
    public Operand Cut(int width, Operand value)
    {
        if (width == 64) return value;
        return value.IsConstant
            ? Operand.Const(value.Value & ((1L << width) - 1))
            : Thread.Compute(Line, BinaryOperator.ZeroExtend, value, Operand.Const(width));
    }

    /// <summary>The value of a register cut to <paramref name="width"/>, whatever the view is spelled.</summary>
    public Operand Cut(int width, string spelling) =>
        width < AArch64Context.WidthOf(spelling) ? Cut(width, Raw(spelling)) : Read(spelling);

    /// <summary><paramref name="value"/> sign-extended from <paramref name="width"/>.</summary>
    public Operand SignExtend(int width, Operand value) =>
        width == 64 ? value : Thread.Compute(Line, BinaryOperator.SignExtend, value, Operand.Const(width));

    /// <summary><c>spelling = value</c>, the value being in range.</summary>
    public void Move(string spelling, Operand value, Operand? guard = null) => Thread.Emit(new Op.Move(Line, Target(spelling), value, guard));

    private bool IsWide(string canonical) => wide.Contains(canonical) || Thread.InitialValueOf(canonical) is < 0 or > uint.MaxValue;
}
