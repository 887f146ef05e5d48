using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>What a mnemonic means: the operation, the condition in its name, and the width in its suffix.</summary>
/// <param name="Operation">The operation without condition and suffix; <c>j</c>, <c>cmov</c>, <c>set</c> for the conditional ones.</param>
/// <param name="Width">The operand width the suffix says; 0 without a suffix.</param>
/// <param name="Condition">The condition of a conditional one.</param>
internal readonly record struct X86Mnemonic(string Operation, int Width, ConditionCode? Condition = null);

/// <summary>The mnemonics known here.</summary>
internal static class X86Mnemonics
{
    private static readonly string[] Suffixed =
    [
        "mov", "movnti", "xchg", "xadd", "cmpxchg", "inc", "dec", "add", "sub", "and", "or", "xor", "neg", "not", "cmp", "test", "lea",
        "shl", "sal", "shr", "sar", "nop", "movzb", "movzw", "movsb", "movsw", "movsl",
    ];

    private static readonly string[] Plain = ["mfence", "lfence", "sfence", "jmp", "ret", "endbr64", "endbr32", "pause"];

    private static readonly (string Name, ConditionCode Code)[] Conditions =
    [
        ("e", ConditionCode.EQ), ("z", ConditionCode.EQ), ("ne", ConditionCode.NE), ("nz", ConditionCode.NE),
        ("c", ConditionCode.CS), ("b", ConditionCode.CS), ("nae", ConditionCode.CS),
        ("nc", ConditionCode.CC), ("ae", ConditionCode.CC), ("nb", ConditionCode.CC),
        ("s", ConditionCode.MI), ("ns", ConditionCode.PL), ("o", ConditionCode.VS), ("no", ConditionCode.VC),
        ("a", ConditionCode.HI), ("nbe", ConditionCode.HI), ("be", ConditionCode.LS), ("na", ConditionCode.LS),
        ("ge", ConditionCode.GE), ("nl", ConditionCode.GE), ("l", ConditionCode.LT), ("nge", ConditionCode.LT), ("lt", ConditionCode.LT),
        ("g", ConditionCode.GT), ("nle", ConditionCode.GT), ("gt", ConditionCode.GT), ("le", ConditionCode.LE), ("ng", ConditionCode.LE),
    ];

    private static readonly (char Suffix, int Width)[] Suffixes = [('b', 8), ('w', 16), ('l', 32), ('q', 64)];

    private static readonly Dictionary<string, X86Mnemonic> Table = BuildTable();

    /// <summary>The meaning of <paramref name="mnemonic"/>, in any case.</summary>
    public static bool TryParse(string mnemonic, out X86Mnemonic meaning) => Table.TryGetValue(mnemonic, out meaning);

    private static Dictionary<string, X86Mnemonic> BuildTable()
    {
        var table = new Dictionary<string, X86Mnemonic>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Plain) table.Add(name, new X86Mnemonic(name, 0));
        foreach ((string name, ConditionCode code) in Conditions)
        {
            table.Add("j" + name, new X86Mnemonic("j", 0, code));
            table.Add("set" + name, new X86Mnemonic("set", 8, code));
            table.Add("cmov" + name, new X86Mnemonic("cmov", 0, code));
        }

        foreach (string name in Suffixed) table.Add(name, new X86Mnemonic(name, 0));
        foreach ((char suffix, int width) in Suffixes)
        {
            // A whole name wins over a name with a suffix: setb is "set below", cmovl "move if less".
            foreach (string name in Suffixed) table.TryAdd(name + suffix, new X86Mnemonic(name, width));
            foreach ((string name, ConditionCode code) in Conditions) table.TryAdd("cmov" + name + suffix, new X86Mnemonic("cmov", width, code));
        }

        return table;
    }
}
