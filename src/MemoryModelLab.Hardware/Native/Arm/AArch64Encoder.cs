using System.Globalization;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.Native.Arm;

/// <summary>
/// The machine words of the instructions that AArch64 litmus tests are made of (Arm Architecture Reference Manual for A-profile, DDI 0487,
/// section C4.1: encoding by groups; C6.2: by instruction).
/// </summary>
internal static class AArch64Encoder
{
    private static readonly string[] Conditions = ["EQ", "NE", "CS", "CC", "MI", "PL", "VS", "VC", "HI", "LS", "GE", "LT", "GT", "LE"];

    // The field CRm of a barrier: the domain in its upper half, the accesses in its lower.
    private static readonly Dictionary<string, uint> Barriers = new()
    {
        ["SY"] = 15,
        ["ST"] = 14,
        ["LD"] = 13,
        ["ISH"] = 11,
        ["ISHST"] = 10,
        ["ISHLD"] = 9,
        ["NSH"] = 7,
        ["NSHST"] = 6,
        ["NSHLD"] = 5,
        ["OSH"] = 3,
        ["OSHST"] = 2,
        ["OSHLD"] = 1,
    };

    /// <summary>The word of <paramref name="instruction"/>.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="distanceTo">How many instructions a label is ahead of this one; negative for behind.</param>
    /// <exception cref="NotSupportedException">It is none of those encoded here; the message names it.</exception>
    public static uint Encode(AssemblyInstruction instruction, Func<string, int> distanceTo)
    {
        string name = instruction.Mnemonic;
        var operands = instruction.Operands;
        uint? word = (name, operands) switch
        {
            ("NOP", []) => 0xD503201F,
            ("RET", []) => 0xD65F03C0,
            ("ISB", _) => 0xD5033FDF,
            ("DMB", [AssemblyOperand.Word option]) => Barrier(0xD50330BF, option),
            ("DSB", [AssemblyOperand.Word option]) => Barrier(0xD503309F, option),
            ("B", [AssemblyOperand.Word label]) => 0x14000000 | Signed(distanceTo(label.Text), 26, instruction),
            ("CBZ", [AssemblyOperand.Register t, AssemblyOperand.Word label]) => 0x34000000 | Wide(t) | (Signed(distanceTo(label.Text), 19, instruction) << 5) | Number(t),
            ("CBNZ", [AssemblyOperand.Register t, AssemblyOperand.Word label]) => 0x35000000 | Wide(t) | (Signed(distanceTo(label.Text), 19, instruction) << 5) | Number(t),
            (_, [AssemblyOperand.Word label]) when name is ['B', '.', ..] => 0x54000000 | (Signed(distanceTo(label.Text), 19, instruction) << 5) | Condition(name[2..]),
            ("MOV", [AssemblyOperand.Register d, AssemblyOperand.Immediate value]) => Move(d, value.Value, instruction),
            ("MOV", [AssemblyOperand.Register d, AssemblyOperand.Register m]) => 0x2A0003E0 | Wide(d) | (Number(m) << 16) | Number(d),
            ("CMP", [AssemblyOperand.Register n, _]) => Arithmetic(0x6B000000, new AssemblyOperand.Register(n.Name[0] + "ZR"), n, operands[1], instruction),
            (_, [AssemblyOperand.Register d, AssemblyOperand.Register n, _]) => Computation(name, d, n, operands[2], instruction),
            _ => null,
        };
        return word ?? AArch64MemoryEncoder.Encode(instruction) ?? throw new NotSupportedException($"{name} with these operands has no encoding here");
    }

    /// <summary>The number of a register; 31 is the zero register or, where one may be, the stack pointer.</summary>
    internal static uint Number(AssemblyOperand.Register register) => register.Name is "XZR" or "WZR" or "SP"
        ? 31
        : uint.TryParse(register.Name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : throw new NotSupportedException($"{register.Name} is no register of the machine");

    /// <summary>Whether <paramref name="register"/> is a 64-bit view.</summary>
    internal static bool IsWide(AssemblyOperand.Register register) => register.Name[0] is 'X' or 'S';

    private static uint Wide(AssemblyOperand.Register register) => IsWide(register) ? 1U << 31 : 0;

    private static uint Barrier(uint word, AssemblyOperand.Word option) =>
        Barriers.TryGetValue(option.Text.ToUpperInvariant(), out uint field) ? word | (field << 8) : throw new NotSupportedException($"{option.Text} is no barrier's option");

    private static uint Condition(string name) => Array.IndexOf(Conditions, name switch { "HS" => "CS", "LO" => "CC", _ => name }) is >= 0 and int code
        ? (uint)code
        : throw new NotSupportedException($"{name} is no condition");

    // MOVZ, or MOVN for a small negative number.
    private static uint Move(AssemblyOperand.Register d, long value, AssemblyInstruction instruction) => value switch
    {
        >= 0 and <= 0xFFFF => 0x52800000 | Wide(d) | ((uint)value << 5) | Number(d),
        >= -0x10000 and < 0 => 0x12800000 | Wide(d) | ((uint)~value << 5) | Number(d),
        _ => throw new NotSupportedException($"{instruction.Mnemonic} takes constants of 16 bits here, and {value} has more"),
    };

    private static uint? Computation(string name, AssemblyOperand.Register d, AssemblyOperand.Register n, AssemblyOperand m, AssemblyInstruction instruction) => name switch
    {
        "ADD" => Arithmetic(0x0B000000, d, n, m, instruction),
        "ADDS" => Arithmetic(0x2B000000, d, n, m, instruction),
        "SUB" => Arithmetic(0x4B000000, d, n, m, instruction),
        "SUBS" => Arithmetic(0x6B000000, d, n, m, instruction),
        "AND" when m is AssemblyOperand.Register r => Registers(0x0A000000, d, n, r),
        "ORR" when m is AssemblyOperand.Register r => Registers(0x2A000000, d, n, r),
        "EOR" when m is AssemblyOperand.Register r => Registers(0x4A000000, d, n, r),
        "ANDS" when m is AssemblyOperand.Register r => Registers(0x6A000000, d, n, r),
        _ => null,
    };

    // The immediate forms have bit 28 in the place of bits 27 and 25, and twelve bits for the number.
    private static uint Arithmetic(uint word, AssemblyOperand.Register d, AssemblyOperand.Register n, AssemblyOperand m, AssemblyInstruction instruction) => m switch
    {
        AssemblyOperand.Register register => Registers(word, d, n, register),
        AssemblyOperand.Immediate { Value: >= 0 and <= 4095 and long value } => (word ^ 0x1A000000) | Wide(d) | ((uint)value << 10) | (Number(n) << 5) | Number(d),
        _ => throw new NotSupportedException($"{instruction.Mnemonic} takes a register or a number from 0 to 4095"),
    };

    private static uint Registers(uint word, AssemblyOperand.Register d, AssemblyOperand.Register n, AssemblyOperand.Register m) =>
        word | Wide(d) | (Number(m) << 16) | (Number(n) << 5) | Number(d);

    private static uint Signed(int distance, int bits, AssemblyInstruction instruction) => distance >= -(1 << (bits - 1)) && distance < 1 << (bits - 1)
        ? (uint)distance & ((1U << bits) - 1)
        : throw new NotSupportedException($"the target of {instruction.Mnemonic} is too far away");
}
