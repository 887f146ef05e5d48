using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>Bit fields, extensions, reversed bytes and bits, absolute values.</summary>
internal sealed class AArch64BitFields(AArch64Context context)
{
    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower()
    {
        switch (context.Instruction.Mnemonic)
        {
            case "UBFM" or "SBFM":
                context.ExpectOperands(4, 4, $"{context.Instruction.Mnemonic} W0,W1,#4,#7");
                MoveBitField(context.Instruction.Mnemonic == "SBFM");
                return true;
            case "UBFX" or "SBFX":
                context.ExpectOperands(4, 4, $"{context.Instruction.Mnemonic} W0,W1,#4,#8");
                ExtractBitField();
                return true;
            case "UXTB" or "UXTH" or "UXTW":
                context.ExpectOperands(2, 2, $"{context.Instruction.Mnemonic} W0,W1");
                context.Move(context.Register(0), context.Cut(BitsOfName(), context.Raw(context.Register(1))));
                return true;
            case "SXTB" or "SXTH" or "SXTW":
                context.ExpectOperands(2, 2, $"{context.Instruction.Mnemonic} X0,W1");
                context.Compute(
                    context.Register(0), BinaryOperator.SignExtend, context.Raw(context.Register(1)), Operand.Const(BitsOfName()), inRange: false);
                return true;
            case "REV" or "REV16" or "REV32" or "REV64" or "RBIT":
                context.ExpectOperands(2, 2, $"{context.Instruction.Mnemonic} W0,W1");
                Reverse();
                return true;
            case "ABS":
                context.ExpectOperands(2, 2, "ABS W0,W1");
                Absolute();
                return true;
            default:
                return false;
        }
    }

    private int BitsOfName() => context.Instruction.Mnemonic[3] switch
    {
        'B' => 8,
        'H' => 16,
        _ => 32,
    };

    // With s >= r, bits r to s go to the bottom; otherwise bits 0 to s go to the top, shifted left by width - r.
    private void MoveBitField(bool isSigned)
    {
        int width = AArch64Context.WidthOf(context.Register(0));
        MoveBitField(isSigned, (int)context.Immediate(2, 0, width - 1), (int)context.Immediate(3, 0, width - 1));
    }

    private void ExtractBitField()
    {
        int width = AArch64Context.WidthOf(context.Register(0));
        int first = (int)context.Immediate(2, 0, width - 1), count = (int)context.Immediate(3, 1, width - first);
        MoveBitField(context.Instruction.Mnemonic == "SBFX", first, first + count - 1);
    }

    private void MoveBitField(bool isSigned, int rotate, int last)
    {
        string destination = context.Register(0);
        int line = context.Line, width = AArch64Context.WidthOf(destination);
        Operand value = context.Read(context.Register(1));
        Operand atTop = context.Thread.Compute(line, BinaryOperator.ShiftLeft, value, Operand.Const(63 - last));
        BinaryOperator right = isSigned ? BinaryOperator.ShiftRightArithmetic : BinaryOperator.ShiftRightLogical;
        if (last >= rotate)
        {
            context.Compute(destination, right, atTop, Operand.Const(63 - last + rotate), inRange: !isSigned);
            return;
        }

        Operand field = context.Thread.Compute(line, right, atTop, Operand.Const(63 - last));
        context.Compute(destination, BinaryOperator.ShiftLeft, field, Operand.Const(width - rotate), inRange: false);
    }

    // Turns the order of the units (bytes, or bits) within each container of the register around.
    private void Reverse()
    {
        string destination = context.Register(0);
        int line = context.Line, width = AArch64Context.WidthOf(destination);
        (int unit, int container) = context.Instruction.Mnemonic switch
        {
            "REV16" => (8, 16),
            "REV32" => (8, 32),
            "RBIT" => (1, width),
            _ => (8, width),
        };
        Operand value = context.Read(context.Register(1));
        Operand result = Operand.Const(0);
        for (int bit = 0; bit < width; bit += unit)
        {
            int start = bit - (bit % container);
            int mirrored = start + container - unit - (bit - start);
            Operand shifted = context.Thread.Compute(line, BinaryOperator.ShiftRightLogical, value, Operand.Const(bit));
            Operand single = context.Thread.Compute(line, BinaryOperator.And, shifted, Operand.Const((1 << unit) - 1));
            Operand placed = context.Thread.Compute(line, BinaryOperator.ShiftLeft, single, Operand.Const(mirrored));
            result = context.Thread.Compute(line, BinaryOperator.Or, result, placed);
        }

        context.Move(destination, result);
    }

    // (v ^ sign) - sign, sign being -1 for a negative v and 0 otherwise.
    private void Absolute()
    {
        string destination = context.Register(0);
        int line = context.Line, width = AArch64Context.WidthOf(destination);
        Operand value = context.SignExtend(width, context.Raw(context.Register(1)));
        Operand sign = context.Thread.Compute(line, BinaryOperator.ShiftRightArithmetic, value, Operand.Const(63));
        Operand flipped = context.Thread.Compute(line, BinaryOperator.Xor, value, sign);
        context.Compute(destination, BinaryOperator.Subtract, flipped, sign, inRange: false);
    }
}
