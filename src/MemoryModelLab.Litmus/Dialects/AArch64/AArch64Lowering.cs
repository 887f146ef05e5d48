using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>
/// The meaning of AArch64 instructions (Arm Architecture Reference Manual, DDI 0487, part C), instruction by instruction; here the
/// branches, barriers and hints, elsewhere the other families.
/// </summary>
internal sealed class AArch64Lowering(AssemblyThread body, ThreadBuilder thread)
{
    private readonly AArch64Context context = new(body, thread);
    private readonly CodeLabels labels = new(body, thread);

    /// <summary>Lowers the thread.</summary>
    public void Lower()
    {
        var calls = new AArch64Calls(context, labels);
        calls.Collect(body);
        var memory = new AArch64Memory(context);
        var atomics = new AArch64Atomics(context, memory);
        var arithmetic = new AArch64Arithmetic(context);
        var multiplication = new AArch64Multiplication(context);
        var bits = new AArch64BitFields(context);
        var selects = new AArch64Selects(context);
        int number = 0;
        foreach (AssemblyLine line in body.Lines)
        {
            if (line.Instruction is not { } instruction) continue;
            context.Instruction = instruction;
            labels.Place(number);
            bool known = TryControl(number) || calls.TryLower(number) || TryBarrier() || memory.TryLower() || atomics.TryLower() || arithmetic.TryLower()
                || selects.TryLower() || multiplication.TryLower() || bits.TryLower();
            if (!known) throw context.Error($"the instruction {instruction.Mnemonic} is not modelled here");
            number++;
        }

        labels.Place(number);
    }

    private bool TryControl(int number)
    {
        AssemblyInstruction instruction = context.Instruction;
        switch (instruction.Mnemonic)
        {
            case "NOP":
                context.ExpectOperands(0, 0, "none");
                return true;
            case "B":
                context.ExpectOperands(1, 1, "B label");
                thread.Jump(context.Line, labels.Resolve(context.Operands[0], number, instruction));
                return true;
            case "CBZ":
            case "CBNZ":
                context.ExpectOperands(2, 2, $"{instruction.Mnemonic} W0,label");
                Branch(context.Read(context.Register(0)), instruction.Mnemonic == "CBZ", context.Operands[1], number);
                return true;
            case "TBZ":
            case "TBNZ":
                context.ExpectOperands(3, 3, $"{instruction.Mnemonic} W0,#0,label");
                string register = context.Register(0);
                Operand bit = Operand.Const(context.Immediate(1, 0, AArch64Context.WidthOf(register) - 1));
                Operand shifted = thread.Compute(context.Line, BinaryOperator.ShiftRightLogical, context.Read(register), bit);
                Operand value = thread.Compute(context.Line, BinaryOperator.And, shifted, Operand.Const(1));
                Branch(value, instruction.Mnemonic == "TBZ", context.Operands[2], number);
                return true;
            default:
                return AArch64Conditions.OfBranch(instruction.Mnemonic) is { } code && ConditionalBranch(code, number);
        }
    }

    private bool ConditionalBranch(ConditionCode code, int number)
    {
        context.ExpectOperands(1, 1, $"{context.Instruction.Mnemonic} label");
        int target = labels.Resolve(context.Operands[0], number, context.Instruction);
        if (code == ConditionCode.AL) thread.Jump(context.Line, target);
        else thread.Branch(context.Line, context.Flags.Holds(context.Line, code), target);
        return true;
    }

    private void Branch(Operand value, bool whenZero, AssemblyOperand target, int number)
    {
        int label = labels.Resolve(target, number, context.Instruction);
        Operand condition = whenZero ? thread.Compute(context.Line, BinaryOperator.Equal, value, Operand.Const(0)) : value;
        thread.Branch(context.Line, condition, label);
    }

    private bool TryBarrier()
    {
        string mnemonic = context.Instruction.Mnemonic;
        if (mnemonic == "ISB")
        {
            context.ExpectOperands(0, 1, "none, or SY");
            thread.Emit(new Op.Fence(context.Line, EventTags.Isb));
            return true;
        }

        if (mnemonic is not ("DMB" or "DSB")) return false;
        context.ExpectOperands(1, 1, $"{mnemonic} SY, or another domain");
        string option = context.Operands[0] is AssemblyOperand.Word word ? word.Text.ToUpperInvariant() : "";
        (EventTags full, EventTags load, EventTags store) = mnemonic == "DMB"
            ? (EventTags.DmbSy, EventTags.DmbLd, EventTags.DmbSt)
            : (EventTags.DsbSy, EventTags.DsbLd, EventTags.DsbSt);
        EventTags tags = option switch
        {
            "SY" => full,
            "LD" => load,
            "ST" => store,
            "ISH" => full | EventTags.DomainIsh,
            "ISHLD" => load | EventTags.DomainIsh,
            "ISHST" => store | EventTags.DomainIsh,
            "OSH" => full | EventTags.DomainOsh,
            "OSHLD" => load | EventTags.DomainOsh,
            "OSHST" => store | EventTags.DomainOsh,
            "NSH" => full | EventTags.DomainNsh,
            "NSHLD" => load | EventTags.DomainNsh,
            "NSHST" => store | EventTags.DomainNsh,
            _ => throw context.Error($"{mnemonic} needs a domain: SY, LD, ST, or one of ISH, OSH, NSH with LD, ST or nothing behind it"),
        };
        thread.Emit(new Op.Fence(context.Line, tags));
        return true;
    }
}
