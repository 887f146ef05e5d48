using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>
/// The meaning of x86 instructions (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2). An instruction that reads
/// and writes memory is a read and a write; with LOCK, and XCHG always, they are atomic.
/// </summary>
internal sealed class X86Lowering(AssemblyThread body, ThreadBuilder thread, bool is64Bit)
{
    private readonly X86Context context = new(body, thread, is64Bit);
    private readonly CodeLabels labels = new(body, thread);

    /// <summary>Lowers the thread.</summary>
    public void Lower()
    {
        var updates = new X86Updates(context);
        int number = 0;
        foreach (AssemblyLine line in body.Lines)
        {
            if (line.Instruction is not { } instruction) continue;
            context.Instruction = instruction;
            labels.Place(number);
            if (!X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic))
                throw context.Error($"the instruction {instruction.Mnemonic} is not modelled here");
            if (!updates.TryLower(mnemonic))
            {
                if (instruction.Lock) throw context.Error($"LOCK in front of {instruction.Mnemonic}, expected an instruction that reads and writes memory");
                LowerPlain(mnemonic, number);
            }

            number++;
        }

        labels.Place(number);
    }

    private void LowerPlain(X86Mnemonic mnemonic, int number)
    {
        switch (mnemonic.Operation)
        {
            case "nop" or "pause" or "endbr64" or "endbr32":
                return;
            case "mfence":
                Fence(EventTags.MFence);
                return;
            case "lfence":
                Fence(EventTags.LFence);
                return;
            case "sfence":
                Fence(EventTags.SFence);
                return;
            case "ret":
                thread.Jump(context.Line, labels.End);
                return;
            case "jmp":
                thread.Jump(context.Line, labels.Resolve(context.Operands(1, 1)[0], number, context.Instruction));
                return;
            case "j":
                int target = labels.Resolve(context.Operands(1, 1)[0], number, context.Instruction);
                thread.Branch(context.Line, context.Flags.Holds(context.Line, mnemonic.Condition!.Value), target);
                return;
            case "mov" or "movnti":
                Move(mnemonic);
                return;
            case "movzb" or "movzw" or "movsb" or "movsw" or "movsl":
                MoveExtended(mnemonic);
                return;
            case "cmp" or "test":
                Compare(mnemonic);
                return;
            case "lea":
                LoadAddress(mnemonic);
                return;
            case "set":
                context.Write(context.Operands(1, 1)[0], context.Flags.Holds(context.Line, mnemonic.Condition!.Value), 8);
                return;
            default:
                ConditionalMove(mnemonic);
                return;
        }
    }

    private void Fence(EventTags tags)
    {
        context.Operands(0, 0);
        thread.Emit(new Op.Fence(context.Line, tags));
    }

    private void Move(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        CheckOneMemory(operands);
        int width = context.WidthOf(mnemonic, operands);
        bool inPlace = operands is [AssemblyOperand.Register, AssemblyOperand.X86Memory] && context.LoadsInPlace(width);
        if (inPlace)
        {
            Operand address = context.Address((AssemblyOperand.X86Memory)operands[1]);
            thread.Emit(new Op.Load(context.Line, context.Register((AssemblyOperand.Register)operands[0]), address, EventTags.None));
            return;
        }

        context.Write(operands[0], context.Read(operands[1], width), width);
    }

    // The letter behind "movz" or "movs" says how wide the source is.
    private void MoveExtended(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        if (operands[0] is not AssemblyOperand.Register) throw context.Error($"the destination of {context.Instruction.Mnemonic} is not a register");
        int from = mnemonic.Operation[4] switch
        {
            'b' => 8,
            'w' => 16,
            _ => 32,
        };
        int width = context.WidthOf(mnemonic, operands[0]);
        Operand value = context.Read(operands[1], from);
        if (mnemonic.Operation[3] == 's') value = context.Cut(width, thread.Compute(context.Line, BinaryOperator.SignExtend, value, Operand.Const(from)));
        context.Write(operands[0], value, width);
    }

    private void CheckOneMemory(AssemblyOperand[] operands)
    {
        if (operands.Count(operand => operand is AssemblyOperand.X86Memory) > 1)
            throw context.Error($"{context.Instruction.Mnemonic} has two addresses, expected at most one");
    }

    private void Compare(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        CheckOneMemory(operands);
        int width = context.WidthOf(mnemonic, operands);
        Operand left = context.Read(operands[0], width), right = context.Read(operands[1], width);
        if (mnemonic.Operation == "cmp") context.Flags.Subtract(context.Line, left, right, width);
        else context.Flags.Logic(context.Line, thread.Compute(context.Line, BinaryOperator.And, left, right), width);
    }

    private void LoadAddress(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        if (operands is not [AssemblyOperand.Register, AssemblyOperand.X86Memory memory]) throw context.Error("LEA needs an address and a register");
        int width = context.WidthOf(mnemonic, operands);
        context.Write(operands[0], context.Cut(width, context.Address(memory)), width);
    }

    // The source is read in any case, also when nothing is moved.
    private void ConditionalMove(X86Mnemonic mnemonic)
    {
        AssemblyOperand[] operands = context.Operands(2, 2);
        if (operands is [AssemblyOperand.X86Memory, AssemblyOperand.Register]) Array.Reverse(operands);
        if (operands[0] is not AssemblyOperand.Register) throw context.Error($"the destination of {context.Instruction.Mnemonic} is not a register");
        int width = context.WidthOf(mnemonic, operands), line = context.Line;
        Operand source = context.Read(operands[1], width), old = context.Read(operands[0], width);
        Operand condition = context.Flags.Holds(line, mnemonic.Condition!.Value);
        int result = thread.Temporary(), take = thread.NewLabel(), end = thread.NewLabel();
        thread.Branch(line, condition, take, @internal: true);
        thread.Emit(new Op.Move(line, result, old, condition));
        thread.Jump(line, end);
        thread.Place(take);
        thread.Emit(new Op.Move(line, result, source, condition));
        thread.Place(end);
        context.Write(operands[0], Operand.Reg(result), width);
    }
}
