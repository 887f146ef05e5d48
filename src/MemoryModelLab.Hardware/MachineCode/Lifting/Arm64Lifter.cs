using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Lifts ARM64 code, as the procedure call standard (AAPCS64) has it.</summary>
internal sealed class Arm64Lifter(MachineBody body, ObjectNames objects) : ThreadLifter(body, Architecture.AArch64, objects)
{
    // What a listing that is made to be compared shows for every constant that differs from run to run (dotnet/runtime, JitDisasmDiffable).
    private const string NoConstant = "0xD1FFAB1E";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ParameterRegisters { get; } = [.. Enumerable.Range(0, 8).Select(number => $"X{number}")];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> CallerSaved { get; } = [.. Enumerable.Range(0, 19).Select(number => $"X{number}"), "X30"];

    /// <inheritdoc/>
    protected override string Return => "RET";

    /// <inheritdoc/>
    protected override string StackPointer => "SP";

    /// <inheritdoc/>
    protected override string HandleRegister => "X0";

    /// <inheritdoc/>
    protected override (string? Target, bool FallsThrough) Flow(AssemblyInstruction instruction)
    {
        bool branches = instruction.Mnemonic is "B" or "CBZ" or "CBNZ" or "TBZ" or "TBNZ" || (instruction.Mnemonic is ['B', ..] && instruction.Operands is [AssemblyOperand.Word]);
        return (branches ? ((AssemblyOperand.Word)instruction.Operands[^1]).Text : null, instruction.Mnemonic is not ("B" or "RET"));
    }

    /// <inheritdoc/>
    protected override void Lift(AssemblyInstruction instruction)
    {
        if (Instruction.Text.Contains(NoConstant, StringComparison.OrdinalIgnoreCase)) throw Refuse($"{Instruction.Text}: the JIT does not list the constant");
        EquatableList<AssemblyOperand> operands = instruction.Operands;
        switch (instruction.Mnemonic)
        {
            case "MOV" when operands is [AssemblyOperand.Register to, AssemblyOperand.Register from]:
                Known copied = from.Name is "XZR" or "WZR" ? default : State[Whole(from.Name)];
                State[Whole(to.Name)] = from.Name[0] == 'W' ? default : copied;
                if (!copied.IsPrivate) Code.Add(instruction);
                return;
            case "ADD" or "SUB" when operands is [AssemblyOperand.Register sum, AssemblyOperand.Register start, AssemblyOperand.Immediate distance] && State[Whole(start.Name)] is { Kind: KnownKind.Stack or KnownKind.Results } pointer:
                State[Whole(sum.Name)] = pointer with { Offset = pointer.Offset + (instruction.Mnemonic == "ADD" ? distance.Value : -distance.Value) };
                return;
            case "CBNZ" when operands is [AssemblyOperand.Register status, ..] && State[Whole(status.Name)].Kind == KnownKind.Attempt:
                // Goes back and tries again what stored nothing: an execution without the vain attempt ends the same.
                return;
            case "STXR" or "STLXR" or "STXRB" or "STLXRB" or "STXRH" or "STLXRH" when operands is [AssemblyOperand.Register done, ..]:
                string attempt = NewAttempt();
                LiftMemory(instruction with { Operands = [new AssemblyOperand.Register("W" + attempt), .. operands.Skip(1)] }, operands.Count - 1);
                State[Whole(done.Name)] = new Known(KnownKind.Attempt, attempt);
                return;
            default:
                int at = operands.ToList().FindIndex(operand => operand is AssemblyOperand.Memory);
                if (at < 0) LiftRegisters(instruction);
                else LiftMemory(instruction, at);
                return;
        }
    }

    /// <inheritdoc/>
    protected override void Lift(RuntimeCall call, string @object)
    {
        AssemblyOperand.Register x0 = new("X0"), w0 = new("W0"), x1 = new("X1"), x2 = new("X2"), w16 = new("W16"), x16 = new("X16");
        var first = new AssemblyOperand.Memory("X0", null, null, false);
        switch (call)
        {
            case RuntimeCall.Allocate:
                Code.Objects.Add(@object);
                Code.Add("LDR", x0, new AssemblyOperand.Word(@object));
                break;
            case RuntimeCall.AssignReference:
                AssignReference();
                break;
            case RuntimeCall.EnterLock or RuntimeCall.TryEnterLock:
                if (State["X1"].Kind == KnownKind.Stack && Instruction.Calls!.EndsWith("Monitor.Enter", StringComparison.Ordinal)) Code.Add("MOV", new AssemblyOperand.Register("W" + SlotAt(State["X1"].Offset)), new AssemblyOperand.Immediate(1));
                LockIn("X0");
                Code.Add("MOV", w16, new AssemblyOperand.Immediate(1));
                Code.Add("SWPA", w16, new AssemblyOperand.Register("W" + NewAttempt()), first);
                Code.Add("MOV", w0, new AssemblyOperand.Immediate(1));
                break;
            case RuntimeCall.ExitLock:
                LockIn("X0");
                Code.Add("STLR", new AssemblyOperand.Register("WZR"), first);
                Code.Add("MOV", w0, new AssemblyOperand.Immediate(0));
                break;
            case RuntimeCall.Exchange:
                Access('U', State["X0"], 0);
                Code.Add("SWPAL", x1, x16, first);
                Code.Add("MOV", x0, x16);
                break;
            case RuntimeCall.CompareExchange:
                Access('U', State["X0"], 0);
                Code.Add("CASAL", x2, x1, first);
                Code.Add("MOV", x0, x2);
                break;
            case RuntimeCall.Contended:
                break;
            default:
                Code.Add("RET");
                break;
        }
    }

    // The barrier helper takes the address in X14 and the reference in X15. Its store is a STLR: whatever was written to the object before
    // is visible before the reference is (dotnet/runtime, src/coreclr/vm/arm64/patchedcode.S, JIT_WriteBarrier).
    private void AssignReference()
    {
        var value = new AssemblyOperand.Register("X15");
        if (State["X14"].Kind == KnownKind.Results)
        {
            Code.Add("MOV", new AssemblyOperand.Register("X" + ResultAt(State["X14"].Offset, 8)), value);
        }
        else
        {
            Access('W', State["X14"], 0);
            Code.Add("STLR", value, new AssemblyOperand.Memory("X14", null, null, false));
        }

        foreach (string register in (string[])["X12", "X14", "X15", "X17"]) State[register] = default;
    }

    private void LiftRegisters(AssemblyInstruction instruction)
    {
        bool onlyReads = instruction.Mnemonic is "CMP" or "CMN" or "TST" or "CCMP" or "CBZ" or "CBNZ" or "TBZ" or "TBNZ";
        if (!onlyReads && instruction.Operands.OfType<AssemblyOperand.Register>().Skip(1).Any(register => register.Name is not ("XZR" or "WZR") && State[Whole(register.Name)].Kind is KnownKind.Stack or KnownKind.Results))
        {
            throw Refuse($"{Instruction.Text} computes with an address that is not the test's");
        }

        if (!onlyReads && instruction.Operands is [AssemblyOperand.Register written, ..]) State[Whole(written.Name)] = default;
        Code.Add(instruction);
    }

    private void LiftMemory(AssemblyInstruction instruction, int at)
    {
        var memory = (AssemblyOperand.Memory)instruction.Operands[at];
        Known address = State[memory.Base];
        bool isPrivate = address.Kind is KnownKind.Stack or KnownKind.Results;
        if (!isPrivate)
        {
            Accessed(instruction, memory, address);
            Written(instruction, address);
            Code.Add(instruction);
            return;
        }

        if (memory.Offset is not (null or AssemblyOperand.Immediate)) throw Refuse($"{Instruction.Text} computes an address of the stack");
        long offset = (memory.Offset as AssemblyOperand.Immediate)?.Value ?? 0;
        long after = at + 1 < instruction.Operands.Count ? ((AssemblyOperand.Immediate)instruction.Operands[at + 1]).Value : memory.WriteBack ? offset : 0;
        for (int i = 0; i < at; i++)
        {
            if (instruction.Operands[i] is not AssemblyOperand.Register { Name: var register }) throw Refuse($"{Instruction.Text} moves a register that tests do not have");
            int bytes = instruction.Mnemonic[^1] switch
            {
                'B' => 1,
                'H' => 2,
                _ => register[0] == 'W' ? 4 : 8,
            };
            Move(instruction.Mnemonic, register, address with { Offset = address.Offset + offset + (i * bytes) }, bytes);
        }

        if (after != 0) State[memory.Base] = address with { Offset = address.Offset + after };
    }

    // A register that goes to private memory or comes from it.
    private void Move(string mnemonic, string register, Known address, int bytes)
    {
        bool isLoad = mnemonic is "LDR" or "LDUR" or "LDP" or "LDRB" or "LDRH" or "LDURB" or "LDURH";
        bool isStore = mnemonic is "STR" or "STUR" or "STP" or "STRB" or "STRH" or "STURB" or "STURH";
        char view = register[0] == 'W' ? 'W' : 'X';
        if (address.Kind == KnownKind.Results)
        {
            if (!isStore) throw Refuse($"{Instruction.Text} reads a result");
            string move = bytes switch
            {
                1 => "UXTB",
                2 => "UXTH",
                _ => "MOV",
            };
            Code.Add(move, new AssemblyOperand.Register(view + ResultAt(address.Offset, bytes)), new AssemblyOperand.Register(register));
            return;
        }

        if (!isLoad && !isStore) throw Refuse($"{Instruction.Text} orders accesses of the stack");
        var slot = new AssemblyOperand.Register(view + SlotAt(address.Offset));
        if (isStore)
        {
            Known stored = register is "XZR" or "WZR" ? default : State[Whole(register)];
            State.SetSlot(address.Offset, stored);
            if (!stored.IsPrivate) Code.Add("MOV", slot, new AssemblyOperand.Register(register));
            return;
        }

        State[Whole(register)] = State.Slot(address.Offset);
        if (!State.Slot(address.Offset).IsPrivate) Code.Add("MOV", new AssemblyOperand.Register(register), slot);
    }

    private void Accessed(AssemblyInstruction instruction, AssemblyOperand.Memory memory, Known address)
    {
        string mnemonic = instruction.Mnemonic;
        long offset = (memory.Offset as AssemblyOperand.Immediate)?.Value ?? 0;
        if (mnemonic is "LDXR" or "LDAXR" or "LDXRB" or "LDAXRB" or "LDXRH" or "LDAXRH") return; // counted with its store
        bool isUpdate = mnemonic.StartsWith("CAS", StringComparison.Ordinal) || mnemonic.StartsWith("SWP", StringComparison.Ordinal) || mnemonic.Contains("XR", StringComparison.Ordinal)
            || (mnemonic is ['L', 'D', 'A' or 'C' or 'E' or 'S' or 'U', _, _, ..] && instruction.Operands.Count == 3);
        int count = mnemonic is "LDP" or "STP" ? 2 : 1;
        for (int i = 0; i < count; i++) Access(isUpdate ? 'U' : mnemonic[0] == 'L' ? 'R' : 'W', address, offset);
    }

    private void Written(AssemblyInstruction instruction, Known address)
    {
        string mnemonic = instruction.Mnemonic;
        bool isLoad = mnemonic is "LDR" or "LDUR" or "LDAR" or "LDAPR" or "LDAPUR";
        bool plainStore = mnemonic.StartsWith("ST", StringComparison.Ordinal) && !mnemonic.Contains("XR", StringComparison.Ordinal);
        Known loaded = isLoad && address.Kind == KnownKind.Location ? new Known(KnownKind.ReadFrom, address.Name) : default;
        if (plainStore) return;
        foreach (AssemblyOperand.Register register in instruction.Operands.OfType<AssemblyOperand.Register>().Where(register => !register.Name.Contains(LiftedCode.Placeholder, StringComparison.Ordinal)))
        {
            State[Whole(register.Name)] = loaded;
        }
    }

    private static string Whole(string name) => name switch
    {
        "WSP" => "SP",
        ['W', .. var number] => $"X{number}",
        _ => name,
    };
}
