using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>Moves, additions, subtractions and bitwise operations, with shifted and extended operands, and those that set the flags.</summary>
internal sealed class AArch64Arithmetic(AArch64Context context)
{
    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower()
    {
        switch (context.Instruction.Mnemonic)
        {
            case "ADD" or "ADDS" or "SUB" or "SUBS" or "AND" or "ANDS" or "ORR" or "EOR" or "BIC" or "BICS" or "ORN" or "EON":
                context.ExpectOperands(3, 4, $"{context.Instruction.Mnemonic} W0,W1,W2");
                Lower(context.Instruction.Mnemonic, context.Register(0), context.Read(context.Register(1)), 2);
                return true;
            case "CMP":
                LowerFlagsOnly("SUBS");
                return true;
            case "CMN":
                LowerFlagsOnly("ADDS");
                return true;
            case "TST":
                LowerFlagsOnly("ANDS");
                return true;
            case "NEG" or "NEGS":
                context.ExpectOperands(2, 3, $"{context.Instruction.Mnemonic} W0,W1");
                Lower(context.Instruction.Mnemonic == "NEG" ? "SUB" : "SUBS", context.Register(0), Operand.Const(0), 1);
                return true;
            case "MVN":
                context.ExpectOperands(2, 3, "MVN W0,W1");
                Lower("ORN", context.Register(0), Operand.Const(0), 1);
                return true;
            case "MOV":
                LowerMove();
                return true;
            case "MOVZ" or "MOVN" or "MOVK":
                LowerWideMove();
                return true;
            case "LSL" or "LSR" or "ASR" or "ROR":
                LowerShift();
                return true;
            default:
                return false;
        }
    }

    private void LowerFlagsOnly(string mnemonic)
    {
        context.ExpectOperands(2, 3, $"{context.Instruction.Mnemonic} W0,W1");
        string left = context.Register(0);
        Lower(mnemonic, AArch64Registers.IsWord(left) ? "WZR" : "XZR", context.Read(left), 1);
    }

    private void Lower(string mnemonic, string destination, Operand left, int rightOperand)
    {
        int line = context.Line, width = AArch64Context.WidthOf(destination);
        Operand right = SecondOperand(rightOperand, width);
        if (mnemonic is "BIC" or "BICS" or "ORN" or "EON") right = context.Compute(width, BinaryOperator.Xor, right, Operand.Const(-1));
        switch (mnemonic)
        {
            case "ADD":
                context.Compute(destination, BinaryOperator.Add, left, right, inRange: false);
                break;
            case "SUB":
                context.Compute(destination, BinaryOperator.Subtract, left, right, inRange: false);
                break;
            case "AND" or "BIC":
                context.Compute(destination, BinaryOperator.And, left, right, inRange: true);
                break;
            case "ORR" or "ORN":
                context.Compute(destination, BinaryOperator.Or, left, right, inRange: true);
                break;
            case "EOR" or "EON":
                context.Compute(destination, BinaryOperator.Xor, left, right, inRange: true);
                break;
            case "ADDS":
                Operand sum = context.Compute(width, BinaryOperator.Add, left, right);
                context.Flags.Add(line, left, right, sum, width);
                MoveUnlessZero(destination, sum);
                break;
            case "SUBS":
                context.Flags.Subtract(line, left, right, width);
                if (!AArch64Registers.IsZero(destination)) context.Compute(destination, BinaryOperator.Subtract, left, right, inRange: false);
                break;
            default:
                Operand both = context.Thread.Compute(line, BinaryOperator.And, left, right);
                context.Flags.Logic(line, both, width);
                MoveUnlessZero(destination, both);
                break;
        }
    }

    private void MoveUnlessZero(string destination, Operand value)
    {
        if (!AArch64Registers.IsZero(destination)) context.Move(destination, value);
    }

    /// <summary>A constant, or a register that may be shifted or extended, cut to <paramref name="width"/>.</summary>
    private Operand SecondOperand(int operand, int width)
    {
        var modifier = operand + 1 < context.Operands.Count ? context.Operands[operand + 1] as AssemblyOperand.Modifier : null;
        if (operand + 1 < context.Operands.Count && modifier is null)
            throw context.Error($"operand {operand + 2} of {context.Instruction.Mnemonic}, expected a shift or an extension such as LSL #1");
        if (context.Operands[operand] is AssemblyOperand.Immediate immediate)
        {
            long shift = modifier?.Amount ?? 0;
            if (modifier is not null && (modifier.Kind != "LSL" || shift is not (0 or 12)))
                throw context.Error("a constant is shifted by LSL #0 or LSL #12 only");
            return context.Cut(width, Operand.Const(immediate.Value << (int)shift));
        }

        string register = context.Register(operand);
        return modifier is null ? context.Cut(width, register) : Modify(register, modifier, width);
    }

    private Operand Modify(string register, AssemblyOperand.Modifier modifier, int width)
    {
        long amount = modifier.Amount ?? 0;
        if (amount < 0 || amount >= width) throw context.Error($"a shift by {amount}, expected 0 to {width - 1}");
        switch (modifier.Kind)
        {
            case "LSL" or "LSR" or "ASR" or "ROR":
                return Shift(modifier.Kind, context.Cut(width, register), Operand.Const(amount), width);
            default:
                int bits = modifier.Kind[3] switch
                {
                    'B' => 8,
                    'H' => 16,
                    'W' => 32,
                    _ => 64,
                };
                Operand extended = modifier.Kind[0] == 'S' ? context.SignExtend(bits, context.Raw(register)) : context.Cut(bits, context.Raw(register));
                return Shift("LSL", context.Cut(width, extended), Operand.Const(amount), width);
        }
    }

    private Operand Shift(string kind, Operand value, Operand amount, int width)
    {
        if (amount is { IsConstant: true, Value: 0 }) return value;
        int line = context.Line;
        switch (kind)
        {
            case "LSL":
                return context.Compute(width, BinaryOperator.ShiftLeft, value, amount);
            case "LSR":
                return context.Thread.Compute(line, BinaryOperator.ShiftRightLogical, value, amount);
            case "ASR":
                return context.Compute(width, BinaryOperator.ShiftRightArithmetic, context.SignExtend(width, value), amount);
            default:
                Operand rest = amount.IsConstant
                    ? Operand.Const(width - amount.Value)
                    : Modulo(context.Thread.Compute(line, BinaryOperator.Subtract, Operand.Const(width), amount), width);
                Operand low = context.Thread.Compute(line, BinaryOperator.ShiftRightLogical, value, amount);
                Operand high = context.Compute(width, BinaryOperator.ShiftLeft, value, rest);
                return context.Thread.Compute(line, BinaryOperator.Or, low, high);
        }
    }

    private Operand Modulo(Operand amount, int width) => context.Thread.Compute(context.Line, BinaryOperator.And, amount, Operand.Const(width - 1));

    private void LowerShift()
    {
        context.ExpectOperands(3, 3, $"{context.Instruction.Mnemonic} W0,W1,#1");
        string destination = context.Register(0);
        int width = AArch64Context.WidthOf(destination);
        Operand amount = context.Operands[2] is AssemblyOperand.Immediate
            ? Operand.Const(context.Immediate(2, 0, width - 1))
            : Modulo(context.Read(context.Register(2)), width);
        context.Move(destination, Shift(context.Instruction.Mnemonic, context.Read(context.Register(1)), amount, width));
    }

    private void LowerMove()
    {
        context.ExpectOperands(2, 2, "MOV W0,#1");
        string destination = context.Register(0);
        Operand value = context.Operands[1] is AssemblyOperand.Immediate immediate
            ? Operand.Const(immediate.Value)
            : context.Read(context.Register(1));
        bool inRange = !value.IsConstant && context.Register(1) is var source && AArch64Context.WidthOf(source) <= AArch64Context.WidthOf(destination);
        context.Move(destination, inRange ? value : context.Cut(AArch64Context.WidthOf(destination), value));
    }

    private void LowerWideMove()
    {
        context.ExpectOperands(2, 3, $"{context.Instruction.Mnemonic} W0,#1,LSL #16");
        string destination = context.Register(0);
        int width = AArch64Context.WidthOf(destination);
        long value = context.Immediate(1, 0, ushort.MaxValue);
        long shift = 0;
        if (context.Operands.Count == 3)
        {
            shift = context.Operands[2] is AssemblyOperand.Modifier { Kind: "LSL", Amount: { } amount } && amount % 16 == 0 && amount >= 0 && amount < width
                ? amount
                : throw context.Error($"{context.Instruction.Mnemonic} shifts by LSL #0, #16, #32 or #48, within its register");
        }

        value <<= (int)shift;
        if (context.Instruction.Mnemonic != "MOVK")
        {
            context.Move(destination, context.Cut(width, Operand.Const(context.Instruction.Mnemonic == "MOVZ" ? value : ~value)));
            return;
        }

        long kept = ~((long)ushort.MaxValue << (int)shift);
        Operand rest = context.Thread.Compute(context.Line, BinaryOperator.And, context.Read(destination), Operand.Const(kept));
        context.Compute(destination, BinaryOperator.Or, rest, Operand.Const(value), inRange: true);
    }
}
