using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>Multiplications and divisions.</summary>
internal sealed class AArch64Multiplication(AArch64Context context)
{
    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower()
    {
        switch (context.Instruction.Mnemonic)
        {
            case "MUL" or "MNEG" or "SMULL" or "UMULL" or "SMNEGL" or "UMNEGL":
                context.ExpectOperands(3, 3, $"{context.Instruction.Mnemonic} with three registers");
                Multiply(Operand.Const(0));
                return true;
            case "MADD" or "MSUB" or "SMADDL" or "UMADDL" or "SMSUBL" or "UMSUBL":
                context.ExpectOperands(4, 4, $"{context.Instruction.Mnemonic} with four registers");
                Multiply(context.Read(context.Register(3)));
                return true;
            case "SDIV" or "UDIV":
                context.ExpectOperands(3, 3, $"{context.Instruction.Mnemonic} with three registers");
                Divide();
                return true;
            default:
                return false;
        }
    }

    private void Multiply(Operand addend)
    {
        string mnemonic = context.Instruction.Mnemonic;
        bool isLong = mnemonic.EndsWith('L') && mnemonic != "MUL";
        bool isSigned = isLong && mnemonic[0] == 'S';
        bool subtracts = mnemonic.Contains("SUB", StringComparison.Ordinal) || mnemonic.Contains("NEG", StringComparison.Ordinal);
        Operand left = Factor(1, isSigned), right = Factor(2, isSigned);
        Operand product = context.Thread.Compute(context.Line, BinaryOperator.Multiply, left, right);
        context.Compute(context.Register(0), subtracts ? BinaryOperator.Subtract : BinaryOperator.Add, addend, product, inRange: false);
    }

    private Operand Factor(int operand, bool isSigned)
    {
        string register = context.Register(operand);
        return isSigned ? context.SignExtend(32, context.Raw(register)) : context.Read(register);
    }

    private void Divide()
    {
        string destination = context.Register(0);
        int width = AArch64Context.WidthOf(destination);
        bool isSigned = context.Instruction.Mnemonic == "SDIV";
        if (!isSigned && width == 64) throw context.Error("UDIV of X registers is not modelled here, expected W registers");
        context.Compute(destination, BinaryOperator.Divide, Dividend(1, isSigned, width), Dividend(2, isSigned, width), inRange: false);
    }

    private Operand Dividend(int operand, bool isSigned, int width)
    {
        string register = context.Register(operand);
        return isSigned ? context.SignExtend(width, context.Raw(register)) : context.Read(register);
    }
}
