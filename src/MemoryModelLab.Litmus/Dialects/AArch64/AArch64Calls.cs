using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>
/// Calls and indirect branches within a thread. The possible targets of an indirect branch are the instructions behind calls and the labels
/// whose address ADR takes; with any other value, such as the 0 that X30 starts with, it ends the thread.
/// </summary>
internal sealed class AArch64Calls(AArch64Context context, CodeLabels labels)
{
    private const string Link = "X30";

    /// <summary>Finds the possible targets, before any code is lowered.</summary>
    public void Collect(AssemblyThread body)
    {
        int number = 0;
        foreach (AssemblyLine line in body.Lines)
        {
            if (line.Instruction is not { } instruction) continue;
            if (instruction.Mnemonic is "BL" or "BLR") labels.AddressOf(labels.Before(number + 1));
            if (instruction is { Mnemonic: "ADR", Operands: [_, var target] }) labels.AddressOf(labels.Resolve(target, number, instruction));
            number++;
        }
    }

    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower(int number)
    {
        switch (context.Instruction.Mnemonic)
        {
            case "ADR":
                context.ExpectOperands(2, 2, "ADR X0,label");
                context.Move(context.Register(0), Operand.Const(labels.AddressOf(labels.Resolve(context.Operands[1], number, context.Instruction))));
                return true;
            case "BL":
                context.ExpectOperands(1, 1, "BL label");
                SetLink(number);
                context.Thread.Jump(context.Line, labels.Resolve(context.Operands[0], number, context.Instruction));
                return true;
            case "BR" or "BLR":
                context.ExpectOperands(1, 1, $"{context.Instruction.Mnemonic} X0");
                BranchTo(context.Register(0), context.Instruction.Mnemonic == "BLR" ? number : null);
                return true;
            case "RET":
                context.ExpectOperands(0, 1, "RET, or RET X0");
                BranchTo(context.Operands.Count == 0 ? Link : context.Register(0), null);
                return true;
            default:
                return false;
        }
    }

    private void SetLink(int number) => context.Move(Link, Operand.Const(labels.AddressOf(labels.Before(number + 1))));

    private void BranchTo(string register, int? call)
    {
        int target = context.Thread.Temporary();
        context.Thread.Emit(new Op.Move(context.Line, target, context.Read(register)));
        if (call is { } number) SetLink(number);
        foreach ((long address, int label) in labels.Targets)
        {
            Operand isHere = context.Thread.Compute(context.Line, BinaryOperator.Equal, Operand.Reg(target), Operand.Const(address));
            context.Thread.Branch(context.Line, isHere, label);
        }

        context.Thread.Jump(context.Line, labels.End);
    }
}
