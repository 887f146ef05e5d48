using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>The instructions that read and write their destination, and may be atomic.</summary>
internal sealed class X86Updates(X86Context context)
{
    /// <summary>Lowers the instruction if it is one of these.</summary>
    public bool TryLower(X86Mnemonic mnemonic)
    {
        switch (mnemonic.Operation)
        {
            case "add" or "sub" or "and" or "or" or "xor" or "shl" or "sal" or "shr" or "sar":
                LowerBinary(mnemonic);
                return true;
            case "inc" or "dec" or "neg" or "not":
                LowerUnary(mnemonic);
                return true;
            case "xchg":
                LowerExchange(mnemonic);
                return true;
            case "xadd":
                LowerExchangeAdd(mnemonic);
                return true;
            case "cmpxchg":
                LowerCompareExchange(mnemonic);
                return true;
            default:
                return false;
        }
    }

    private void LowerBinary(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        int width = context.WidthOf(mnemonic, mnemonic.Operation[0] == 's' && mnemonic.Operation != "sub" ? operands[..1] : operands);
        if (operands is [AssemblyOperand.X86Memory, AssemblyOperand.X86Memory]) throw context.Error($"{context.Instruction.Mnemonic} has two addresses, expected at most one");
        Operand right = context.Read(operands[1], width);
        Update(operands[0], width, left => Binary(mnemonic.Operation, left, right, width));
    }

    private void LowerUnary(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(1, 1);
        int width = context.WidthOf(mnemonic, operands), line = context.Line;
        var one = Operand.Const(1);
        Update(operands[0], width, value =>
        {
            switch (mnemonic.Operation)
            {
                case "inc":
                    Operand sum = context.Compute(width, BinaryOperator.Add, value, one);
                    context.Flags.Add(line, value, one, sum, width, keepCarry: true);
                    return sum;
                case "dec":
                    context.Flags.Subtract(line, value, one, width, keepCarry: true);
                    return context.Compute(width, BinaryOperator.Subtract, value, one);
                case "neg":
                    context.Flags.Subtract(line, Operand.Const(0), value, width);
                    return context.Compute(width, BinaryOperator.Subtract, Operand.Const(0), value);
                default:
                    return context.Compute(width, BinaryOperator.Xor, value, Operand.Const(-1));
            }
        });
    }

    private Operand Binary(string operation, Operand left, Operand right, int width)
    {
        int line = context.Line;
        switch (operation)
        {
            case "add":
                Operand sum = context.Compute(width, BinaryOperator.Add, left, right);
                context.Flags.Add(line, left, right, sum, width);
                return sum;
            case "sub":
                context.Flags.Subtract(line, left, right, width);
                return context.Compute(width, BinaryOperator.Subtract, left, right);
            default:
                Operand result = operation switch
                {
                    "and" => context.Thread.Compute(line, BinaryOperator.And, left, right),
                    "or" => context.Thread.Compute(line, BinaryOperator.Or, left, right),
                    "xor" => context.Thread.Compute(line, BinaryOperator.Xor, left, right),
                    _ => Shift(operation, left, right, width),
                };
                context.Flags.Logic(line, result, width);
                return result;
        }
    }

    private Operand Shift(string operation, Operand value, Operand amount, int width)
    {
        if (context.Flags.Reads(Lowering.FlagSet.Carry | Lowering.FlagSet.Overflow | Lowering.FlagSet.Less))
            throw context.Error("the carry and overflow of a shift are not modelled here");
        long mask = width == 64 ? 63 : 31;
        amount = amount.IsConstant
            ? Operand.Const(amount.Value & mask)
            : context.Thread.Compute(context.Line, BinaryOperator.And, amount, Operand.Const(mask));
        return operation switch
        {
            "shr" => context.Thread.Compute(context.Line, BinaryOperator.ShiftRightLogical, value, amount),
            "sar" => context.Compute(width, BinaryOperator.ShiftRightArithmetic, SignExtend(value, width), amount),
            _ => context.Compute(width, BinaryOperator.ShiftLeft, value, amount),
        };
    }

    private Operand SignExtend(Operand value, int width) =>
        width == 64 ? value : context.Thread.Compute(context.Line, BinaryOperator.SignExtend, value, Operand.Const(width));

    /// <summary>Replaces a register or a memory cell by a function of it; atomically with LOCK.</summary>
    private void Update(AssemblyOperand target, int width, Func<Operand, Operand> function)
    {
        if (target is not AssemblyOperand.X86Memory memory)
        {
            if (context.Instruction.Lock) throw context.Error($"LOCK {context.Instruction.Mnemonic} of a register, expected an address");
            context.Write(target, function(context.Read(target, width)), width);
            return;
        }

        Operand address = context.Address(memory);
        Operand old = Load(address, width, context.Instruction.Lock);
        Store(address, function(old), context.Instruction.Lock);
    }

    private Operand Load(Operand address, int width, bool isAtomic) =>
        context.Load(address, isAtomic ? EventTags.ReadModifyWrite : EventTags.None, width);

    private void Store(Operand address, Operand value, bool isAtomic, Operand? guard = null) => context.Thread.Emit(
        isAtomic
            ? new Op.Store(context.Line, address, value, EventTags.ReadModifyWrite, RmwRole.Atomic, guard)
            : new Op.Store(context.Line, address, value, EventTags.None, RmwRole.None, guard));

    private void LowerExchange(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        int width = context.WidthOf(mnemonic, operands);
        if (operands[1] is AssemblyOperand.X86Memory) Array.Reverse(operands);
        if (operands[1] is not AssemblyOperand.Register) throw context.Error("XCHG needs a register, and a register or an address");
        Operand right = context.Read(operands[1], width);
        if (operands[0] is AssemblyOperand.X86Memory memory)
        {
            Operand address = context.Address(memory);
            Operand old = Load(address, width, isAtomic: true);
            Store(address, right, isAtomic: true);
            context.Write(operands[1], old, width);
            return;
        }

        if (context.Instruction.Lock) throw context.Error("LOCK XCHG of registers, expected an address");
        int saved = context.Thread.Temporary();
        context.Thread.Emit(new Op.Move(context.Line, saved, context.Read(operands[0], width)));
        context.Write(operands[0], right, width);
        context.Write(operands[1], Operand.Reg(saved), width);
    }

    private void LowerExchangeAdd(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        if (operands is [AssemblyOperand.Register, AssemblyOperand.X86Memory]) Array.Reverse(operands);
        if (operands[1] is not AssemblyOperand.Register) throw context.Error("XADD needs a register, and a register or an address");
        int width = context.WidthOf(mnemonic, operands);
        Operand right = context.Read(operands[1], width);
        int saved = context.Thread.Temporary();
        Update(operands[0], width, left =>
        {
            context.Thread.Emit(new Op.Move(context.Line, saved, left));
            return Binary("add", left, right, width);
        });
        context.Write(operands[1], Operand.Reg(saved), width);
    }

    // herd writes the address first and the register second, AT&T syntax the other way round: the address says which is which.
    private void LowerCompareExchange(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        if (operands is [AssemblyOperand.Register, AssemblyOperand.X86Memory]) Array.Reverse(operands);
        if (operands is not [AssemblyOperand.X86Memory memory, AssemblyOperand.Register replacement]) throw context.Error("CMPXCHG needs an address and a register");
        int width = context.WidthOf(mnemonic, operands), line = context.Line;
        bool isLocked = context.Instruction.Lock;
        AssemblyOperand.Register accumulator = X86Context.Accumulator(width);
        Operand address = context.Address(memory);
        Operand expected = context.Read(accumulator, width), desired = context.Read(replacement, width);
        Operand old = Load(address, width, isLocked);
        Operand equal = context.Thread.Compute(line, BinaryOperator.Equal, old, expected);
        context.Flags.Subtract(line, expected, old, width);
        int success = context.Thread.NewLabel(), end = context.Thread.NewLabel();
        context.Thread.Branch(line, equal, success, @internal: true);
        context.Write(accumulator, old, width);
        context.Thread.Jump(line, end);
        context.Thread.Place(success);
        Store(address, desired, isLocked, equal);
        context.Thread.Place(end);
    }
}
