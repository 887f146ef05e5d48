using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>The single-instruction atomics of FEAT_LSE: CAS, SWP, LDADD and its family, and the ST… forms that return nothing.</summary>
internal sealed class AArch64Atomics(AArch64Context context, AArch64Memory memory)
{
    private readonly record struct Form(string Operation, bool Acquire, bool Release, int Width);

    private static readonly string[] Operations = ["ADD", "CLR", "EOR", "SET", "SMAX", "SMIN", "UMAX", "UMIN"];

    private static readonly Dictionary<string, Form> Forms = BuildForms();

    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower()
    {
        if (!Forms.TryGetValue(context.Instruction.Mnemonic, out Form form)) return false;
        if (form.Operation == "CAS") LowerCompareAndSwap(form);
        else LowerUpdate(form);
        return true;
    }

    private void LowerUpdate(Form form)
    {
        bool isStore = context.Instruction.Mnemonic.StartsWith("ST", StringComparison.Ordinal);
        context.ExpectOperands(isStore ? 2 : 3, isStore ? 2 : 3, isStore ? $"{context.Instruction.Mnemonic} W0,[X1]" : $"{context.Instruction.Mnemonic} W0,W1,[X2]");
        string source = context.Register(0);
        string destination = isStore ? "XZR" : context.Register(1);
        int width = form.Width == 0 ? AArch64Context.WidthOf(source) : form.Width;
        Operand operand = width < 32 ? context.Cut(width, context.Read(source)) : context.Read(source);
        Operand address = memory.Address(isStore ? 1 : 2, out _);
        Operand old = memory.Load(address, ReadTags(form, AArch64Registers.IsZero(destination)), width);
        Operand result = Update(form.Operation, old, operand, width);
        context.Thread.Emit(new Op.Store(context.Line, address, result, WriteTags(form), RmwRole.Atomic));
        if (!AArch64Registers.IsZero(destination)) context.Move(destination, old);
    }

    /// <summary>
    /// CAS Ws,Wt,[Xn]. The architecture leaves two things open (DDI 0487, C6.2 CAS): a CAS that fails may or may not write back what it
    /// read, and one that succeeds may leave Ws alone, which holds that value already. Both are events or dependencies that a model sees.
    /// </summary>
    private void LowerCompareAndSwap(Form form)
    {
        context.ExpectOperands(3, 3, $"{context.Instruction.Mnemonic} W0,W1,[X2]");
        string expected = context.Register(0), desired = context.Register(1);
        int width = form.Width == 0 ? AArch64Context.WidthOf(expected) : form.Width;
        int line = context.Line;
        Operand comparand = width < 32 ? context.Cut(width, context.Read(expected)) : context.Read(expected);
        Operand value = width < 32 ? context.Cut(width, context.Read(desired)) : context.Read(desired);
        Operand address = memory.Address(2, out _);
        Operand old = memory.Load(address, ReadTags(form, AArch64Registers.IsZero(expected)), width);
        Operand equal = context.Thread.Compute(line, BinaryOperator.Equal, old, comparand);
        int variant = context.Thread.Temporary();
        int success = context.Thread.NewLabel(), keep = context.Thread.NewLabel(), noWrite = context.Thread.NewLabel(), end = context.Thread.NewLabel();

        context.Thread.Emit(new Op.Choose(line, variant));
        context.Thread.Branch(line, equal, success, @internal: true);
        context.Thread.Branch(line, Operand.Reg(variant), noWrite, @internal: true);
        context.Thread.Emit(new Op.Store(line, address, old, WriteTags(form), RmwRole.Atomic, equal));
        context.Thread.Place(noWrite);
        if (!AArch64Registers.IsZero(expected)) context.Move(expected, old, equal);
        context.Thread.Jump(line, end);

        context.Thread.Place(success);
        context.Thread.Emit(new Op.Store(line, address, value, WriteTags(form), RmwRole.Atomic, equal));
        context.Thread.Branch(line, Operand.Reg(variant), keep, @internal: true);
        if (!AArch64Registers.IsZero(expected)) context.Move(expected, old, equal);
        context.Thread.Jump(line, end);
        context.Thread.Place(keep);
        if (!AArch64Registers.IsZero(expected)) context.Move(expected, comparand, equal);
        context.Thread.Place(end);
    }

    // Without a destination the read is not an acquire, and DMB LD does not order it (DDI 0487, B2.3.7 and C3.2.12).
    private static EventTags ReadTags(Form form, bool noReturn)
    {
        EventTags tags = EventTags.ReadModifyWrite;
        if (noReturn) return tags | EventTags.NoReturn;
        return form.Acquire ? tags | EventTags.Acquire : tags;
    }

    private static EventTags WriteTags(Form form) => form.Release ? EventTags.ReadModifyWrite | EventTags.Release : EventTags.ReadModifyWrite;

    private Operand Update(string operation, Operand old, Operand operand, int width)
    {
        Operand Apply(BinaryOperator @operator, Operand right) => context.Thread.Compute(context.Line, @operator, old, right);
        return operation switch
        {
            "SWP" => operand,
            "ADD" => context.Cut(width, Apply(BinaryOperator.Add, operand)),
            "CLR" => Apply(BinaryOperator.And, context.Thread.Compute(context.Line, BinaryOperator.Xor, operand, Operand.Const(-1))),
            "EOR" => Apply(BinaryOperator.Xor, operand),
            "SET" => Apply(BinaryOperator.Or, operand),
            "SMAX" => Pick(old, operand, Less(old, operand, width)),
            "SMIN" => Pick(operand, old, Less(old, operand, width)),
            "UMAX" => Pick(old, operand, Apply(BinaryOperator.LessThanUnsigned, operand)),
            _ => Pick(operand, old, Apply(BinaryOperator.LessThanUnsigned, operand)),
        };
    }

    private Operand Less(Operand left, Operand right, int width) => context.Thread.Compute(
        context.Line, BinaryOperator.LessThan, context.SignExtend(width, left), context.SignExtend(width, right));

    // Without a branch, so that the result depends on both: whenFalse ^ ((whenFalse ^ whenTrue) & -condition).
    private Operand Pick(Operand whenFalse, Operand whenTrue, Operand condition)
    {
        int line = context.Line;
        Operand mask = context.Thread.Compute(line, BinaryOperator.Subtract, Operand.Const(0), condition);
        Operand difference = context.Thread.Compute(line, BinaryOperator.Xor, whenFalse, whenTrue);
        return context.Thread.Compute(line, BinaryOperator.Xor, whenFalse, context.Thread.Compute(line, BinaryOperator.And, difference, mask));
    }

    private static Dictionary<string, Form> BuildForms()
    {
        var forms = new Dictionary<string, Form>();
        (string Suffix, int Width)[] sizes = [("", 0), ("B", 8), ("H", 16)];
        (string Suffix, bool Acquire, bool Release)[] orders = [("", false, false), ("A", true, false), ("L", false, true), ("AL", true, true)];
        foreach ((string order, bool acquire, bool release) in orders)
        {
            foreach ((string size, int width) in sizes)
            {
                forms.Add("CAS" + order + size, new Form("CAS", acquire, release, width));
                forms.Add("SWP" + order + size, new Form("SWP", acquire, release, width));
                foreach (string operation in Operations)
                {
                    forms.Add("LD" + operation + order + size, new Form(operation, acquire, release, width));
                    if (!acquire) forms.Add("ST" + operation + order + size, new Form(operation, acquire, release, width));
                }
            }
        }

        return forms;
    }
}
