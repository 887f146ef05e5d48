using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.Native.Arm;

/// <summary>
/// The words of loads, stores and atomic instructions (Arm ARM, C4.1: Loads and Stores). Bits 31 and 30 are the size of the access: 0 for a
/// byte, 1 for two, 2 for four, 3 for eight.
/// </summary>
internal static class AArch64MemoryEncoder
{
    private static readonly Dictionary<string, uint> Ordered = new()
    {
        ["LDAR"] = 0x08DFFC00,
        ["STLR"] = 0x089FFC00,
        ["LDAPR"] = 0x38BFC000,
        ["LDXR"] = 0x085F7C00,
        ["LDAXR"] = 0x085FFC00,
    };

    private static readonly Dictionary<string, uint> Exclusive = new() { ["STXR"] = 0x08007C00, ["STLXR"] = 0x0800FC00 };

    private static readonly string[] Operations = ["ADD", "CLR", "EOR", "SET", "SMAX", "SMIN", "UMAX", "UMIN"];

    /// <summary>The bits that an instruction accesses.</summary>
    public static int Width(AssemblyInstruction instruction)
    {
        AssemblyOperand.Register[] registers = [.. instruction.Operands.OfType<AssemblyOperand.Register>()];

        // Of a store-exclusive, the first says whether it was done.
        bool isExclusive = Exclusive.ContainsKey(instruction.Mnemonic);
        return 8 << (int)(Narrow(instruction.Mnemonic) ?? (registers.Length == 0 ? 2 : Size(registers[isExclusive ? 1 : 0])));
    }

    /// <summary>The word of <paramref name="instruction"/>; null when it is none of these.</summary>
    public static uint? Encode(AssemblyInstruction instruction)
    {
        string name = instruction.Mnemonic;
        uint? narrow = Narrow(name);
        if (narrow is not null) name = name[..^1];
        return (name, instruction.Operands) switch
        {
            ("LDR", [AssemblyOperand.Register t, AssemblyOperand.Memory memory]) => Plain(narrow ?? Size(t), isLoad: true, t, memory),
            ("STR", [AssemblyOperand.Register t, AssemblyOperand.Memory memory]) => Plain(narrow ?? Size(t), isLoad: false, t, memory),
            (_, [AssemblyOperand.Register t, AssemblyOperand.Memory memory]) when Ordered.TryGetValue(name, out uint word) => Word(word, narrow ?? Size(t), memory, t),
            (_, [AssemblyOperand.Register s, AssemblyOperand.Register t, AssemblyOperand.Memory memory]) when Exclusive.TryGetValue(name, out uint word) =>
                Word(word, narrow ?? Size(t), memory, t) | Second(s),
            (_, [AssemblyOperand.Register s, AssemblyOperand.Register t, AssemblyOperand.Memory memory]) => Atomic(name, narrow ?? Size(s), s, t, memory),
            (_, [AssemblyOperand.Register s, AssemblyOperand.Memory memory]) when name.StartsWith("ST", StringComparison.Ordinal) =>
                Atomic("LD" + name[2..], narrow ?? Size(s), s, new AssemblyOperand.Register("WZR"), memory),
            _ => null,
        };
    }

    // LDRB, LDARH, …: a last letter says the size. No name ends in either for another reason.
    private static uint? Narrow(string name) => name[^1] switch
    {
        'B' => 0,
        'H' => 1,
        _ => null,
    };

    private static uint? Atomic(string name, uint size, AssemblyOperand.Register s, AssemblyOperand.Register t, AssemblyOperand.Memory memory)
    {
        foreach ((string suffix, bool acquire, bool release) in ((string, bool, bool)[])[("AL", true, true), ("A", true, false), ("L", false, true), ("", false, false)])
        {
            if (!name.EndsWith(suffix, StringComparison.Ordinal)) continue;
            string plain = name[..^suffix.Length];
            uint order = (acquire ? 1U << 23 : 0) | (release ? 1U << 22 : 0);
            if (plain == "SWP") return Word(0x38208000, size, memory, t) | order | Second(s);
            if (plain == "CAS") return Word(0x08A07C00, size, memory, t) | (acquire ? 1U << 22 : 0) | (release ? 1U << 15 : 0) | Second(s);
            int operation = plain is ['L', 'D', ..] ? Array.IndexOf(Operations, plain[2..]) : -1;
            if (operation >= 0) return Word(0x38200000, size, memory, t) | order | Second(s) | ((uint)operation << 12);
        }

        return null;
    }

    private static uint Plain(uint size, bool isLoad, AssemblyOperand.Register t, AssemblyOperand.Memory memory)
    {
        if (memory.WriteBack) throw new NotSupportedException("addresses that change their base have no encoding here");
        uint load = isLoad ? 1U << 22 : 0;
        uint registers = (size << 30) | load | (Base(memory) << 5) | AArch64Encoder.Number(t);
        switch (memory.Offset)
        {
            case AssemblyOperand.Register index:
                return 0x38200800 | registers | (AArch64Encoder.Number(index) << 16) | Extension(memory.Extend, size, AArch64Encoder.IsWide(index));
            case null or AssemblyOperand.Immediate:
                long offset = memory.Offset is AssemblyOperand.Immediate immediate ? immediate.Value : 0;
                if (offset >= 0 && offset % (1 << (int)size) == 0 && offset >> (int)size <= 4095) return 0x39000000 | registers | ((uint)(offset >> (int)size) << 10);
                if (offset is >= -256 and <= 255) return 0x38000000 | registers | (((uint)offset & 0x1FF) << 12);
                throw new NotSupportedException($"the offset {offset} is out of range");
            default:
                throw new NotSupportedException("an address takes a register or a number as its offset");
        }
    }

    private static uint Extension(AssemblyOperand.Modifier? extend, uint size, bool isWide)
    {
        uint option = extend?.Kind.ToUpperInvariant() switch
        {
            null or "LSL" or "UXTX" when isWide => 3,
            "UXTW" => 2,
            "SXTW" => 6,
            "SXTX" => 7,
            _ => throw new NotSupportedException("a 32-bit offset register needs SXTW or UXTW"),
        };
        uint scaled = extend?.Amount switch
        {
            null or 0 => 0,
            { } amount when amount == size => 1,
            _ => throw new NotSupportedException("an offset register is shifted by the size of the access or not at all"),
        };
        return (option << 13) | (scaled << 12);
    }

    private static uint Word(uint word, uint size, AssemblyOperand.Memory memory, AssemblyOperand.Register t)
    {
        bool isPlain = !memory.WriteBack && memory.Offset is null or AssemblyOperand.Immediate { Value: 0 };
        return isPlain
            ? word | (size << 30) | (Base(memory) << 5) | AArch64Encoder.Number(t)
            : throw new NotSupportedException("ordered and atomic accesses take a register alone as their address");
    }

    private static uint Second(AssemblyOperand.Register s) => AArch64Encoder.Number(s) << 16;

    private static uint Base(AssemblyOperand.Memory memory) => AArch64Encoder.Number(new AssemblyOperand.Register(memory.Base));

    private static uint Size(AssemblyOperand.Register register) => AArch64Encoder.IsWide(register) ? 3U : 2;
}
