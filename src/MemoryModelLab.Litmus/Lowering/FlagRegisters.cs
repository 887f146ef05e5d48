using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>The flags a condition reads.</summary>
[Flags]
internal enum FlagSet
{
    None = 0,
    Negative = 1,
    Zero = 2,
    Carry = 4,
    Overflow = 8,

    /// <summary>Negative differs from overflow: after a comparison, signed less.</summary>
    Less = 16,
}

/// <summary>
/// The condition flags of a thread as registers of the lowering, each 0 or 1. Only those that some condition of the thread reads are
/// computed, so that CMP and a branch on equality are one comparison and one branch.
/// </summary>
/// <param name="thread">The thread.</param>
/// <param name="needed">The flags that are read.</param>
/// <param name="carryIsBorrow">Whether a subtraction that borrows sets the carry (x86) or clears it (AArch64).</param>
internal sealed class FlagRegisters(ThreadBuilder thread, FlagSet needed, bool carryIsBorrow)
{
    private static readonly Operand Zero = Operand.Const(0);

    private readonly Dictionary<FlagSet, int> registers = [];

    /// <summary>The flags that <paramref name="code"/> reads.</summary>
    public static FlagSet ReadBy(ConditionCode code) => code switch
    {
        ConditionCode.EQ or ConditionCode.NE => FlagSet.Zero,
        ConditionCode.CS or ConditionCode.CC => FlagSet.Carry,
        ConditionCode.MI or ConditionCode.PL => FlagSet.Negative,
        ConditionCode.VS or ConditionCode.VC => FlagSet.Overflow,
        ConditionCode.HI or ConditionCode.LS => FlagSet.Carry | FlagSet.Zero,
        ConditionCode.GE or ConditionCode.LT => FlagSet.Less,
        ConditionCode.GT or ConditionCode.LE => FlagSet.Less | FlagSet.Zero,
        _ => FlagSet.None,
    };

    /// <summary>Whether any of <paramref name="flags"/> is read in this thread.</summary>
    public bool Reads(FlagSet flags) => (needed & flags) != 0;

    /// <summary>Sets the flags as <c>left - right</c> does. Operands narrower than 64 bits are zero-extended.</summary>
    public void Subtract(int line, Operand left, Operand right, int width, bool keepCarry = false)
    {
        Set(line, FlagSet.Zero, BinaryOperator.Equal, left, right);
        if (!keepCarry)
        {
            if (carryIsBorrow) Set(line, FlagSet.Carry, BinaryOperator.LessThanUnsigned, left, right);
            else Set(line, FlagSet.Carry, BinaryOperator.LessOrEqualUnsigned, right, left);
        }

        if (!Reads(FlagSet.Negative | FlagSet.Overflow | FlagSet.Less)) return;
        Operand less = thread.Compute(line, BinaryOperator.LessThan, Signed(line, left, width), Signed(line, right, width));
        Set(line, FlagSet.Less, less);
        if (!Reads(FlagSet.Negative | FlagSet.Overflow)) return;
        Operand negative = IsNegative(line, thread.Compute(line, BinaryOperator.Subtract, left, right), width);
        Set(line, FlagSet.Negative, negative);
        Set(line, FlagSet.Overflow, BinaryOperator.Xor, less, negative);
    }

    /// <summary>Sets the flags as <c>left + right</c> does; all three are zero-extended where narrower than 64 bits.</summary>
    public void Add(int line, Operand left, Operand right, Operand sum, int width, bool keepCarry = false)
    {
        Set(line, FlagSet.Zero, BinaryOperator.Equal, sum, Zero);
        if (!keepCarry) Set(line, FlagSet.Carry, BinaryOperator.LessThanUnsigned, sum, left);
        if (!Reads(FlagSet.Negative | FlagSet.Overflow | FlagSet.Less)) return;

        Operand negative = IsNegative(line, sum, width);
        Set(line, FlagSet.Negative, negative);
        if (!Reads(FlagSet.Overflow | FlagSet.Less)) return;
        Operand leftChanged = thread.Compute(line, BinaryOperator.Xor, left, sum);
        Operand rightChanged = thread.Compute(line, BinaryOperator.Xor, right, sum);
        Operand overflow = IsNegative(line, thread.Compute(line, BinaryOperator.And, leftChanged, rightChanged), width);
        Set(line, FlagSet.Overflow, overflow);
        Set(line, FlagSet.Less, BinaryOperator.Xor, negative, overflow);
    }

    /// <summary>Sets the flags as a bitwise operation with this result does: no carry, no overflow.</summary>
    public void Logic(int line, Operand result, int width)
    {
        Set(line, FlagSet.Zero, BinaryOperator.Equal, result, Zero);
        Set(line, FlagSet.Carry, Zero);
        Set(line, FlagSet.Overflow, Zero);
        if (!Reads(FlagSet.Negative | FlagSet.Less)) return;
        Operand negative = IsNegative(line, result, width);
        Set(line, FlagSet.Negative, negative);
        Set(line, FlagSet.Less, negative);
    }

    /// <summary>
    /// Sets the flags as <paramref name="compare"/> does when <paramref name="condition"/> is not 0, and otherwise to the four bits of
    /// <paramref name="otherwise"/>: negative, zero, carry, overflow. They have a pick dependency on the condition.
    /// </summary>
    public void Choose(int line, Operand condition, Action compare, int otherwise)
    {
        int holds = thread.NewLabel(), end = thread.NewLabel();
        int negative = (otherwise >> 3) & 1, overflow = otherwise & 1;
        thread.Branch(line, condition, holds, @internal: true);
        Pick(FlagSet.Negative, Operand.Const(negative));
        Pick(FlagSet.Zero, Operand.Const((otherwise >> 2) & 1));
        Pick(FlagSet.Carry, Operand.Const((otherwise >> 1) & 1));
        Pick(FlagSet.Overflow, Operand.Const(overflow));
        Pick(FlagSet.Less, Operand.Const(negative ^ overflow));
        thread.Jump(line, end);
        thread.Place(holds);
        compare();
        foreach (FlagSet flag in (FlagSet[])[FlagSet.Negative, FlagSet.Zero, FlagSet.Carry, FlagSet.Overflow, FlagSet.Less])
        {
            if (Reads(flag)) Pick(flag, Operand.Reg(RegisterOf(flag)));
        }

        thread.Place(end);

        void Pick(FlagSet flag, Operand value)
        {
            if (Reads(flag)) thread.Emit(new Op.Move(line, RegisterOf(flag), value, condition));
        }
    }

    /// <summary>An operand that is not 0 exactly when the condition holds.</summary>
    public Operand Holds(int line, ConditionCode code)
    {
        Operand Flag(FlagSet flag) => Operand.Reg(RegisterOf(flag));
        Operand Not(Operand operand) => thread.Compute(line, BinaryOperator.Equal, operand, Zero);
        Operand Either(FlagSet left, FlagSet right) => thread.Compute(line, BinaryOperator.Or, Flag(left), Flag(right));
        return code switch
        {
            ConditionCode.EQ => Flag(FlagSet.Zero),
            ConditionCode.NE => Not(Flag(FlagSet.Zero)),
            ConditionCode.CS => Flag(FlagSet.Carry),
            ConditionCode.CC => Not(Flag(FlagSet.Carry)),
            ConditionCode.MI => Flag(FlagSet.Negative),
            ConditionCode.PL => Not(Flag(FlagSet.Negative)),
            ConditionCode.VS => Flag(FlagSet.Overflow),
            ConditionCode.VC => Not(Flag(FlagSet.Overflow)),
            ConditionCode.HI when carryIsBorrow => Not(Either(FlagSet.Carry, FlagSet.Zero)),
            ConditionCode.LS when carryIsBorrow => Either(FlagSet.Carry, FlagSet.Zero),
            ConditionCode.HI => thread.Compute(line, BinaryOperator.LessThanUnsigned, Flag(FlagSet.Zero), Flag(FlagSet.Carry)),
            ConditionCode.LS => thread.Compute(line, BinaryOperator.LessOrEqualUnsigned, Flag(FlagSet.Carry), Flag(FlagSet.Zero)),
            ConditionCode.GE => Not(Flag(FlagSet.Less)),
            ConditionCode.LT => Flag(FlagSet.Less),
            ConditionCode.GT => Not(Either(FlagSet.Less, FlagSet.Zero)),
            ConditionCode.LE => Either(FlagSet.Less, FlagSet.Zero),
            _ => Operand.Const(1),
        };
    }

    private int RegisterOf(FlagSet flag)
    {
        if (!registers.TryGetValue(flag, out int register)) registers.Add(flag, register = thread.Temporary());
        return register;
    }

    private void Set(int line, FlagSet flag, BinaryOperator @operator, Operand left, Operand right)
    {
        if (Reads(flag)) thread.Compute(line, RegisterOf(flag), @operator, left, right);
    }

    private void Set(int line, FlagSet flag, Operand value)
    {
        if (Reads(flag)) thread.Emit(new Op.Move(line, RegisterOf(flag), value));
    }

    private Operand Signed(int line, Operand value, int width) =>
        width == 64 ? value : thread.Compute(line, BinaryOperator.SignExtend, value, Operand.Const(width));

    private Operand IsNegative(int line, Operand value, int width) =>
        thread.Compute(line, BinaryOperator.LessThan, Signed(line, value, width), Zero);
}
