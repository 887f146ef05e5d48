using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>
/// CSEL, CCMP and their relatives. The result depends in data on the operand that was chosen only, and by a pick dependency on what the
/// condition was computed from.
/// </summary>
internal sealed class AArch64Selects(AArch64Context context)
{
    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower()
    {
        string mnemonic = context.Instruction.Mnemonic;
        switch (mnemonic)
        {
            case "CSEL" or "CSINC" or "CSINV" or "CSNEG":
                context.ExpectOperands(4, 4, $"{mnemonic} W0,W1,W2,EQ");
                Select(Condition(3), context.Register(1), context.Register(2), mnemonic);
                return true;
            case "CSET" or "CSETM":
                context.ExpectOperands(2, 2, $"{mnemonic} W0,EQ");
                string zero = AArch64Registers.IsWord(context.Register(0)) ? "WZR" : "XZR";
                Select(AArch64Conditions.Invert(Condition(1)), zero, zero, mnemonic == "CSET" ? "CSINC" : "CSINV");
                return true;
            case "CINC" or "CINV" or "CNEG":
                context.ExpectOperands(3, 3, $"{mnemonic} W0,W1,EQ");
                Select(AArch64Conditions.Invert(Condition(2)), context.Register(1), context.Register(1), "CS" + mnemonic[1..]);
                return true;
            case "CCMP":
                context.ExpectOperands(4, 4, "CCMP W0,W1,#0,EQ");
                ConditionalCompare();
                return true;
            default:
                return false;
        }
    }

    // The comparison is done only if the condition holds; otherwise the flags are the four bits.
    private void ConditionalCompare()
    {
        int line = context.Line, width = AArch64Context.WidthOf(context.Register(0));
        Operand left = context.Read(context.Register(0));
        Operand right = context.Operands[1] is AssemblyOperand.Immediate ? Operand.Const(context.Immediate(1, 0, 31)) : context.Read(context.Register(1));
        Operand condition = context.Thread.Compute(line, BinaryOperator.NotEqual, context.Flags.Holds(line, Condition(3)), Operand.Const(0));
        context.Flags.Choose(line, condition, () => context.Flags.Subtract(line, left, right, width), (int)context.Immediate(2, 0, 15));
    }

    private ConditionCode Condition(int operand) =>
        context.Operands[operand] is AssemblyOperand.Word word && AArch64Conditions.Parse(word.Text) is { } code
            ? code
            : throw context.Error($"operand {operand + 1} of {context.Instruction.Mnemonic} is not a condition, expected one such as EQ");

    private void Select(ConditionCode code, string whenTrue, string whenFalse, string kind)
    {
        int line = context.Line;
        string destination = context.Register(0);
        Operand chosen = context.Read(whenTrue);
        Operand otherwise = Otherwise(context.Read(whenFalse), kind, AArch64Context.WidthOf(destination));
        if (code == ConditionCode.AL)
        {
            context.Move(destination, chosen);
            return;
        }

        Operand condition = context.Flags.Holds(line, code);
        int take = context.Thread.NewLabel(), end = context.Thread.NewLabel();
        context.Thread.Branch(line, condition, take, @internal: true);
        context.Move(destination, otherwise, condition);
        context.Thread.Jump(line, end);
        context.Thread.Place(take);
        context.Move(destination, chosen, condition);
        context.Thread.Place(end);
    }

    private Operand Otherwise(Operand value, string kind, int width) => kind switch
    {
        "CSINC" when value.IsConstant => Operand.Const(1),
        "CSINV" when value.IsConstant => context.Cut(width, Operand.Const(-1)),
        "CSINC" => context.Compute(width, BinaryOperator.Add, value, Operand.Const(1)),
        "CSINV" => context.Compute(width, BinaryOperator.Xor, value, Operand.Const(-1)),
        "CSNEG" => context.Compute(width, BinaryOperator.Subtract, Operand.Const(0), value),
        _ => value,
    };
}
