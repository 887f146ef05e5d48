using MemoryModelLab.Hardware.Native;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Dialects.X86;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>Recognises the tests that run perpetually, and says of the others why they do not.</summary>
internal sealed class PerpetualRecognition
{
    private readonly LitmusProgram program;
    private readonly List<PerpetualStore> stores = [];
    private readonly List<PerpetualLoad> loads = [];
    private readonly List<AssemblyThread> threads = [];

    // What a thread's registers hold at its end: a constant or a load.
    private readonly List<Dictionary<int, object>> finals = [];

    private PerpetualRecognition(LitmusProgram program) => this.program = program;

    /// <summary>The test if it can run so; otherwise null, and <paramref name="reason"/> is a sentence.</summary>
    public static PerpetualTest? Recognise(LitmusProgram program, out string reason)
    {
        var recognition = new PerpetualRecognition(program);
        try
        {
            reason = "";
            return recognition.Build();
        }
        catch (NotSupportedException e)
        {
            reason = $"It does not run perpetually: {e.Message}.";
            return null;
        }
    }

    private PerpetualTest Build()
    {
        if (program.Architecture == Litmus.Architecture.AArch64) throw new NotSupportedException("there is no such loop for ARM64 yet");
        if (program.Threads.Count < 2) throw new NotSupportedException("one thread alone shows no order");
        if (program.Locations.Any(location => location.Offset != 0)) throw new NotSupportedException("elements of an array get no sequences of values");
        for (int thread = 0; thread < program.Threads.Count; thread++) Follow(thread);
        Func<IReadOnlyList<int>, long>[] observed = [.. program.Observed.Select(Observe)];
        if (loads.Count == 0) throw new NotSupportedException("it observes no load");
        return new PerpetualTest { Program = program, Threads = threads, Stores = stores, Loads = loads, Observed = observed };
    }

    private void Follow(int thread)
    {
        var source = (AssemblyThread)program.Test.Threads[thread];
        AssemblyLine[] lines = [.. source.Lines];
        var free = new Queue<int>(X64Loop.Free(program, thread));
        var constants = new Dictionary<int, (int Line, AssemblyOperand.Immediate Value)>();
        var final = new Dictionary<int, object>();
        for (int at = 0; at < lines.Length; at++)
        {
            if (lines[at].Instruction is not { } instruction || !X86Mnemonics.TryParse(instruction.Mnemonic, out X86Mnemonic mnemonic)) continue;
            AssemblyOperand[] operands = program.Architecture == Litmus.Architecture.X86_64 ? [.. instruction.Operands.Reverse()] : [.. instruction.Operands];
            if (mnemonic.Operation == "xchg" && operands is [AssemblyOperand.Register, AssemblyOperand.X86Memory]) Array.Reverse(operands);
            switch (mnemonic.Operation, operands)
            {
                case ("mfence" or "lfence" or "sfence" or "nop" or "pause", _):
                    break;
                case ("mov", [AssemblyOperand.Register target, AssemblyOperand.Immediate constant]):
                    constants[Number(target)] = (at, constant);
                    final[Number(target)] = constant.Value;
                    break;
                case ("mov", [AssemblyOperand.X86Memory memory, AssemblyOperand.Immediate constant]):
                    lines[at] = Stored(thread, lines[at], memory, constant, mnemonic.Width == 64 ? 64 : 32, free);
                    break;
                case ("mov" or "xchg", [AssemblyOperand.X86Memory memory, AssemblyOperand.Register register]):
                    if (!constants.Remove(Number(register), out var held)) throw new NotSupportedException($"{instruction.Mnemonic} stores what is no constant, or is stored twice");
                    lines[held.Line] = Stored(thread, lines[held.Line], memory, held.Value, View(register).Width, free);
                    if (mnemonic.Operation == "xchg") final[Number(register)] = Load(thread, memory, register);
                    break;
                case ("mov", [AssemblyOperand.Register target, AssemblyOperand.X86Memory memory]):
                    constants.Remove(Number(target));
                    final[Number(target)] = Load(thread, memory, target);
                    break;
                default:
                    throw new NotSupportedException($"{instruction.Mnemonic} is more than a load, a fence or the store of a constant");
            }
        }

        threads.Add(source with { Lines = [.. lines] });
        finals.Add(final);
    }

    // A store, and the line its constant comes from with a register in the constant's place.
    private AssemblyLine Stored(int thread, AssemblyLine line, AssemblyOperand.X86Memory memory, AssemblyOperand.Immediate constant, int width, Queue<int> free)
    {
        int location = LocationOf(memory);
        if (free.Count <= X64Loop.OwnRegisters) throw new NotSupportedException($"P{thread} stores more values than there are registers for");
        int register = free.Dequeue();
        stores.Add(new PerpetualStore(thread, location, constant.Value, register, 1 + stores.Count(store => store.Location == location)));
        string canonical = X86Registers.Canonical(register, is64Bit: true);
        string name = width == 64 ? canonical : register < 8 ? "e" + canonical[1..] : canonical + "d";
        AssemblyInstruction instruction = line.Instruction!;
        return line with { Instruction = instruction with { Operands = [.. instruction.Operands.Select(operand => ReferenceEquals(operand, constant) ? new AssemblyOperand.Register(name) : operand)] } };
    }

    private PerpetualLoad Load(int thread, AssemblyOperand.X86Memory memory, AssemblyOperand.Register register) => new(thread, LocationOf(memory), Number(register), 0);

    private int LocationOf(AssemblyOperand.X86Memory memory)
    {
        if (memory is not { Location: { } name, Displacement: 0, Base: null, Index: null }) throw new NotSupportedException("an address is in a register");
        Location location = program.Locations.First(location => location.Name == name);
        return AddressSpace.TryDecode(location.Initial, program.Locations.Count, out _, out _)
            ? throw new NotSupportedException($"{name} holds an address")
            : location.Declared;
    }

    private static X86View View(AssemblyOperand.Register register) => X86Registers.TryParse(register.Name, out X86View view) && view.Width >= 32
        ? view
        : throw new NotSupportedException($"{register.Name} has fewer than 32 bits");

    private static int Number(AssemblyOperand.Register register) => View(register).Number;

    private Func<IReadOnlyList<int>, long> Observe(Observed observed)
    {
        if (observed.Thread < 0) return ObserveMemory(observed.Index);
        string name = program.Threads[observed.Thread].Registers[observed.Index];
        long initial = program.Threads[observed.Thread].InitialValues[observed.Index];
        if (!X86Registers.TryParse(name, out X86View view) || !finals[observed.Thread].TryGetValue(view.Number, out object? final)) return _ => initial;
        if (final is not PerpetualLoad load) return _ => (long)final;
        PerpetualStore[] seen = [.. stores.Where(store => store.Location == load.Location)];
        if (seen.Select(store => store.Thread).Distinct().Count() > 1)
            throw new NotSupportedException($"several threads write {program.Locations[load.Location].Name}, and which came first is not seen in the values");
        long[] values = [program.Locations[load.Location].Initial, .. seen.Select(store => store.Constant)];
        int index = loads.FindIndex(other => other.Thread == load.Thread && other.Register == load.Register);
        if (index < 0)
        {
            index = loads.Count;
            int slot = loads.Count(other => other.Thread == load.Thread);
            if (slot == PerpetualLoop.MostLoads) throw new NotSupportedException($"P{load.Thread} has more loads than there are registers to keep their values");
            loads.Add(load with { Slot = slot });
        }

        return counts => values[counts[index]];
    }

    // One thread's last store is what a location ends with.
    private Func<IReadOnlyList<int>, long> ObserveMemory(int index)
    {
        Location location = program.Locations[index];
        PerpetualStore[] all = [.. stores.Where(store => store.Location == location.Declared)];
        if (all.Select(store => store.Thread).Distinct().Count() > 1)
            throw new NotSupportedException($"several threads write {location.Name}, and which came last is not seen in the values");
        long value = all.Length > 0 ? all[^1].Constant : location.Initial;
        return _ => value;
    }
}
