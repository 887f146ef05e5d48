using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Lifts x64 code, as the System V calling convention has it. Operands are in the order of AT&amp;T syntax: the destination last.</summary>
internal sealed class X64Lifter(MachineBody body, ObjectNames objects) : ThreadLifter(body, Architecture.X86_64, objects)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> ParameterRegisters { get; } = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> CallerSaved { get; } = ["rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"];

    /// <inheritdoc/>
    protected override string Return => "ret";

    /// <inheritdoc/>
    protected override string StackPointer => "rsp";

    /// <inheritdoc/>
    protected override string HandleRegister => "rdi";

    /// <inheritdoc/>
    protected override (string? Target, bool FallsThrough) Flow(AssemblyInstruction instruction)
    {
        string? target = instruction.Operands is [AssemblyOperand.Word word] ? word.Text : null;
        return (target, instruction.Mnemonic is not ("jmp" or "ret"));
    }

    /// <inheritdoc/>
    protected override void Lift(AssemblyInstruction instruction)
    {
        switch (instruction.Mnemonic)
        {
            case "pushq" or "push":
                MoveStack(-8);
                State.SetSlot(State["rsp"].Offset, State[Whole(instruction.Operands[0])]);
                return;
            case "popq" or "pop":
                State[Whole(instruction.Operands[0])] = State.Slot(State["rsp"].Offset);
                MoveStack(8);
                return;
            case "subq" or "addq" when instruction.Operands is [AssemblyOperand.Immediate step, AssemblyOperand.Register target] && State[Whole(target)].Kind == KnownKind.Stack:
                Known pointer = State[Whole(target)];
                State[Whole(target)] = pointer with { Offset = pointer.Offset + (instruction.Mnemonic == "subq" ? -step.Value : step.Value) };
                return;
            case "leaq" when instruction.Operands is [AssemblyOperand.X86Memory { Base: { } @base, Index: null } memory, AssemblyOperand.Register to] && State[@base].IsPrivate:
                State[Whole(to)] = State[@base] with { Offset = State[@base].Offset + memory.Displacement };
                return;
            case "movq" or "movl" when instruction.Operands is [AssemblyOperand.Register from, AssemblyOperand.Register into]:
                Known copied = State[Whole(from)];
                State[Whole(into)] = instruction.Mnemonic == "movq" ? copied : default;
                if (copied.IsPrivate) return;
                Code.Add(instruction);
                return;
            default:
                LiftGeneral(instruction);
                return;
        }
    }

    /// <inheritdoc/>
    protected override void Lift(RuntimeCall call, string @object)
    {
        AssemblyOperand.Register rax = new("rax"), eax = new("eax"), rsi = new("rsi"), rdx = new("rdx");
        var first = new AssemblyOperand.X86Memory(null, 0, "rdi", null, 1, null);
        switch (call)
        {
            case RuntimeCall.Allocate:
                Code.Objects.Add(@object);
                Code.Add("movq", new AssemblyOperand.AddressOf(@object), rax);
                break;
            case RuntimeCall.AssignReference:
                if (State["rdi"].Kind == KnownKind.Results) Code.Add("movq", rsi, new AssemblyOperand.Register(ResultAt(State["rdi"].Offset, 8) + ":8"));
                else Update('W', "movq", rsi, first);
                State["rdi"] = State["rsi"] = default;
                break;
            case RuntimeCall.EnterLock or RuntimeCall.TryEnterLock:
                if (State["rsi"].Kind == KnownKind.Stack && Instruction.Calls!.EndsWith("Monitor.Enter", StringComparison.Ordinal)) Code.Add("movl", new AssemblyOperand.Immediate(1), new AssemblyOperand.Register(SlotAt(State["rsi"].Offset) + ":4"));
                LockIn("rdi");
                var taken = new AssemblyOperand.Register(NewAttempt() + ":4");
                Code.Add("movl", new AssemblyOperand.Immediate(1), taken);
                Code.Add("xchgl", taken, first);
                Code.Add("movl", new AssemblyOperand.Immediate(1), eax);
                break;
            case RuntimeCall.ExitLock:
                LockIn("rdi");
                Code.Add("movl", new AssemblyOperand.Immediate(0), first);
                Code.Add("movl", new AssemblyOperand.Immediate(0), eax);
                break;
            case RuntimeCall.Exchange:
                Update('U', "xchgq", rsi, first);
                Code.Add("movq", rsi, rax);
                break;
            case RuntimeCall.CompareExchange:
                Code.Add("movq", rdx, rax);
                Access('U', State["rdi"], 0);
                Code.Add(new AssemblyInstruction(default, "cmpxchgq", [rsi, first], Lock: true));
                break;
            case RuntimeCall.Contended:
                break;
            default:
                Code.Add("ret");
                break;
        }
    }

    private void Update(char kind, string mnemonic, AssemblyOperand.Register value, AssemblyOperand.X86Memory memory)
    {
        Access(kind, State["rdi"], 0);
        Code.Add(mnemonic, value, memory);
    }

    private void LiftGeneral(AssemblyInstruction instruction)
    {
        AssemblyOperand[] operands = [.. instruction.Operands];
        int at = instruction.Mnemonic.StartsWith("lea", StringComparison.Ordinal) ? -1 : Array.FindIndex(operands, operand => operand is AssemblyOperand.X86Memory);
        Known loaded = default;
        if (at >= 0)
        {
            var memory = (AssemblyOperand.X86Memory)operands[at];
            Known address = memory.Base is null ? default : State[memory.Base];
            bool isMove = instruction.Mnemonic is "movq" or "movl" or "movw" or "movb";
            switch (address.Kind)
            {
                case KnownKind.Stack:
                    if (memory.Index is not null) throw Refuse($"{Instruction.Text} computes an address of the stack");
                    long slot = address.Offset + memory.Displacement;
                    operands[at] = new AssemblyOperand.Register($"{SlotAt(slot)}:{Instruction.MemoryBytes}");
                    if (isMove && at == 1) State.SetSlot(slot, operands[0] is AssemblyOperand.Register { Name: var stored } ? State[Whole(stored)] : default);
                    loaded = isMove && at == 0 ? State.Slot(slot) : default;
                    if (isMove && at == 1 && State.Slot(slot).IsPrivate) return;
                    break;
                case KnownKind.Results:
                    if (memory.Index is not null || at == 0) throw Refuse($"{Instruction.Text} reads a result");
                    operands[at] = new AssemblyOperand.Register($"{ResultAt(address.Offset + memory.Displacement, Instruction.MemoryBytes)}:{Instruction.MemoryBytes}");
                    break;
                default:
                    Accessed(instruction, at, address, memory.Displacement);
                    if (isMove && at == 0 && address.Kind == KnownKind.Location) loaded = new Known(KnownKind.ReadFrom, address.Name);
                    break;
            }
        }

        // What a move overwrites may have been anything.
        IEnumerable<AssemblyOperand> used = instruction.Mnemonic.StartsWith("mov", StringComparison.Ordinal) || IsZeroing(operands) ? operands.SkipLast(1).Where(_ => !IsZeroing(operands)) : operands;
        if (used.Any(operand => operand is AssemblyOperand.Register { Name: ['r' or 'e', ..] name } && State[Whole(name)].Kind is KnownKind.Stack or KnownKind.Results))
        {
            bool isNullCheck = instruction.Mnemonic.StartsWith("test", StringComparison.Ordinal) || instruction.Mnemonic.StartsWith("cmp", StringComparison.Ordinal);
            if (!isNullCheck) throw Refuse($"{Instruction.Text} computes with an address that is not the test's");
        }

        if (used.Any(operand => operand is AssemblyOperand.Register { Name: ['r' or 'e', ..] name } && State[Whole(name)].Kind == KnownKind.Type))
        {
            throw Refuse($"{Instruction.Text} computes with the handle of a class");
        }

        Written(instruction, operands, loaded);
        if (!loaded.IsPrivate) Code.Add(instruction with { Operands = [.. operands] });
    }

    // XOR of a register with itself.
    private static bool IsZeroing(AssemblyOperand[] operands) => operands is [AssemblyOperand.Register left, AssemblyOperand.Register right] && left.Name == right.Name;

    private void Accessed(AssemblyInstruction instruction, int at, Known address, long offset)
    {
        string mnemonic = instruction.Mnemonic;
        bool compares = mnemonic.StartsWith("cmp", StringComparison.Ordinal) && !mnemonic.StartsWith("cmpxchg", StringComparison.Ordinal);
        bool isUpdate = instruction.Lock || mnemonic.StartsWith("xchg", StringComparison.Ordinal);
        bool isDestination = at == instruction.Operands.Count - 1;
        bool onlyWrites = mnemonic.StartsWith("mov", StringComparison.Ordinal) || mnemonic.StartsWith("set", StringComparison.Ordinal);
        if (isUpdate)
        {
            Access('U', address, offset);
            return;
        }

        if (!isDestination || !onlyWrites) Access('R', address, offset);
        if (isDestination && !compares && !mnemonic.StartsWith("test", StringComparison.Ordinal)) Access('W', address, offset);
    }

    private void Written(AssemblyInstruction instruction, AssemblyOperand[] operands, Known loaded)
    {
        string mnemonic = instruction.Mnemonic;
        if (mnemonic.StartsWith("cmpxchg", StringComparison.Ordinal)) State["rax"] = default;
        else if (mnemonic.StartsWith("cmp", StringComparison.Ordinal) || mnemonic.StartsWith("test", StringComparison.Ordinal)) return;
        bool writesAll = mnemonic.StartsWith("xchg", StringComparison.Ordinal) || mnemonic.StartsWith("xadd", StringComparison.Ordinal);
        foreach (AssemblyOperand operand in writesAll ? operands : operands.TakeLast(1))
        {
            if (operand is AssemblyOperand.Register { Name: not [LiftedCode.Placeholder, ..] and var name }) State[Whole(name)] = loaded;
        }
    }

    private void MoveStack(long bytes)
    {
        if (State["rsp"] is not { Kind: KnownKind.Stack } pointer) throw Refuse("the stack pointer is lost");
        State["rsp"] = pointer with { Offset = pointer.Offset + bytes };
    }

    private static string Whole(AssemblyOperand operand) => operand is AssemblyOperand.Register register ? Whole(register.Name) : "";

    private static string Whole(string name) => X64Registers.Whole(name);
}
