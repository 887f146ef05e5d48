using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>
/// Turns the machine code of a thread into the thread of a litmus test. The code stays what it is, instruction by instruction, except for
/// what is not the test's:
/// <list type="bullet">
/// <item>the frame (stack pointer, saved registers) is left out; what is kept on the stack becomes a register;</item>
/// <item>a store to the results, which keeps an observed local, becomes a move to a register;</item>
/// <item>a call into the runtime becomes what it does to memory (<see cref="RuntimeCalls"/>), or the thread is refused.</item>
/// </list>
/// What a register holds is found by following the code forward: addresses of the stack and of the results are known at every
/// instruction, whatever way it was come to.
/// </summary>
internal abstract class ThreadLifter
{
    private readonly MachineBody body;
    private readonly ObjectNames objects;
    private readonly AssemblyInstruction?[] parsed;
    private readonly Dictionary<string, int> labels;

    protected ThreadLifter(MachineBody body, Architecture architecture, ObjectNames objects)
    {
        this.body = body;
        this.objects = objects;
        parsed = InstructionParser.Parse(body.Instructions, architecture);
        labels = body.Instructions.Select((instruction, index) => (instruction.Label, index)).Where(pair => pair.Label is not null).ToDictionary(pair => pair.Label!, pair => pair.index);
    }

    /// <summary>The registers that pass the first parameters.</summary>
    protected abstract IReadOnlyList<string> ParameterRegisters { get; }

    /// <summary>The registers a call of an ordinary method may change.</summary>
    protected abstract IReadOnlyList<string> CallerSaved { get; }

    /// <summary>The return's mnemonic.</summary>
    protected abstract string Return { get; }

    /// <summary>The code so far.</summary>
    protected LiftedCode Code { get; private set; } = new();

    /// <summary>What is known in front of the instruction.</summary>
    protected KnownState State { get; private set; } = new();

    /// <summary>The instruction.</summary>
    protected MachineInstruction Instruction { get; private set; } = new(0, "");

    /// <summary>Whether a backward jump leads from behind the instruction to it or in front of it.</summary>
    protected bool InLoop { get; private set; }

    /// <summary>What lifts <paramref name="body"/>.</summary>
    public static ThreadLifter For(MachineBody body, TargetProcessor target, ObjectNames objects) =>
        target == TargetProcessor.Arm64 ? new Arm64Lifter(body, objects) : new X64Lifter(body, objects);

    /// <summary>Lifts the thread.</summary>
    /// <exception cref="NotSupportedException">Something in it has no meaning here; the message says what.</exception>
    public LiftedCode Lift()
    {
        KnownState?[] states = Follow();
        Code = new LiftedCode();
        objects.BeginThread();
        for (int i = 0; i < body.Instructions.Count; i++)
        {
            if (body.Instructions[i].Label is { } label) Code.Mark(label);
            if (states[i] is not { } state) continue;
            Step(i, state.Copy());
        }

        Code.Finish(Return);
        return Code;
    }

    /// <summary>The parameters: the registers that hold the addresses of locations.</summary>
    public IEnumerable<(string Register, string Location)> Parameters => ParameterRegisters.Zip(body.Body.Locations);

    /// <summary>Lifts an ordinary instruction.</summary>
    protected abstract void Lift(AssemblyInstruction instruction);

    /// <summary>Lifts a call; <paramref name="call"/> is never unknown.</summary>
    protected abstract void Lift(RuntimeCall call, string @object);

    /// <summary>Where the stack pointer is at the begin.</summary>
    protected abstract string StackPointer { get; }

    /// <summary>The label an instruction may branch to, and whether the next one may follow it.</summary>
    protected abstract (string? Target, bool FallsThrough) Flow(AssemblyInstruction instruction);

    /// <summary>The error that the thread cannot be lifted.</summary>
    protected NotSupportedException Refuse(string why) => new($"{body.Body.Name} is not lifted: {why}");

    /// <summary>The register for what lies at an offset of the results.</summary>
    protected string ResultAt(long offset, int bytes)
    {
        ResultSlot? slot = body.Body.Results.FirstOrDefault(candidate => candidate.Offset == offset && candidate.Bytes == bytes);
        return slot is null ? throw Refuse($"{Instruction.Text} stores something else than a local") : $"{LiftedCode.Placeholder}{slot.Local}";
    }

    /// <summary>The register for what lies at an offset of the stack.</summary>
    protected static string SlotAt(long offset) => $"{LiftedCode.Placeholder}stack{offset}";

    /// <summary>Records an access.</summary>
    protected void Access(char kind, Known address, long offset)
    {
        string place = address.Kind == KnownKind.Location ? address.Name! : Lifting.Access.Field;
        if (place == Lifting.Access.Field) Code.FieldOffsets.Add(offset);
        Code.Accesses.Add(new Access(kind, place, InLoop, Instruction.Offset));
    }

    /// <summary>The lock that a register holds: the object a location refers to.</summary>
    protected string LockIn(string register)
    {
        Known known = State[register];
        if (known.Kind != KnownKind.ReadFrom) throw Refuse($"it is not known which lock {Instruction.Calls} takes");
        Code.LockObjects.Add(known.Name!);
        return known.Name!;
    }

    /// <summary>A register that must be 0 in the end: a lock was free, a store was done.</summary>
    protected string NewAttempt()
    {
        Code.Attempts.Add($"{LiftedCode.Placeholder}attempt{Code.Attempts.Count}");
        return Code.Attempts[^1];
    }

    private KnownState?[] Follow()
    {
        var states = new KnownState?[body.Instructions.Count];
        var start = new KnownState { [StackPointer] = new Known(KnownKind.Stack) };
        for (int i = 0; i <= body.Body.Locations.Count; i++)
        {
            Known value = i < body.Body.Locations.Count ? new Known(KnownKind.Location, body.Body.Locations[i]) : new Known(KnownKind.Results);
            if (i < ParameterRegisters.Count) start[ParameterRegisters[i]] = value;
            else throw Refuse($"it has more than {ParameterRegisters.Count - 1} locations");
        }

        var pending = new Stack<(int At, KnownState State)>([(0, start)]);
        while (pending.TryPop(out (int At, KnownState State) next))
        {
            if (next.At >= states.Length) continue;
            if (states[next.At] is not { } known) states[next.At] = next.State.Copy();
            else if (!known.Meet(next.State)) continue;
            Code = new LiftedCode();
            objects.BeginThread();
            Step(next.At, states[next.At]!.Copy());
            (string? target, bool fallsThrough) = parsed[next.At] is { } instruction ? Flow(instruction) : (null, !Throws(next.At));
            if (target is not null) pending.Push((labels[target], State));
            if (fallsThrough) pending.Push((next.At + 1, State));
        }

        return states;
    }

    private bool Throws(int at) => body.Instructions[at].Calls is { } name && RuntimeCalls.Of(name) == RuntimeCall.Throw;

    private void Step(int at, KnownState state)
    {
        (Instruction, State) = (body.Instructions[at], state);
        InLoop = labels.Values.Any(start => start <= at && Enumerable.Range(at, parsed.Length - at).Any(i => parsed[i] is { } jump && Flow(jump).Target is { } target && labels[target] == start));
        if (Instruction.Calls is { } name)
        {
            RuntimeCall call = RuntimeCalls.Of(name);
            if (call == RuntimeCall.Unknown) throw Refuse(RuntimeCalls.Describe(name));
            Lift(call, call == RuntimeCall.Allocate ? objects.Next(AllocatedType(name)) : "");
            if (call != RuntimeCall.AssignReference) Forget();
        }
        else if (Instruction.LoadsType is { } type)
        {
            State[Instruction.LoadsTypeInto ?? HandleRegister] = new Known(KnownKind.Type, type);
        }
        else if (parsed[at] is { } instruction)
        {
            Lift(instruction);
        }
    }

    /// <summary>The register that passes a class's handle to an allocation.</summary>
    protected abstract string HandleRegister { get; }

    private void Forget()
    {
        foreach (string register in CallerSaved) State[register] = default;
    }

    private string AllocatedType(string name)
    {
        if (name.StartsWith("new ", StringComparison.Ordinal)) return name[4..];
        return State[HandleRegister] is { Kind: KnownKind.Type, Name: { } type } ? type : throw Refuse("it is not known which class it allocates");
    }
}
