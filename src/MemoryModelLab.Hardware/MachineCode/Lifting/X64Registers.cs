namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>The general registers of x64 under their names.</summary>
internal static class X64Registers
{
    private static readonly string[][] Views =
    [
        ["rax", "eax", "ax", "al"], ["rbx", "ebx", "bx", "bl"], ["rcx", "ecx", "cx", "cl"], ["rdx", "edx", "dx", "dl"],
        ["rsi", "esi", "si", "sil"], ["rdi", "edi", "di", "dil"], ["rbp", "ebp", "bp", "bpl"], ["rsp", "esp", "sp", "spl"],
        .. Enumerable.Range(8, 8).Select(number => new[] { $"r{number}", $"r{number}d", $"r{number}w", $"r{number}b" }),
    ];

    private static readonly Dictionary<string, (string[] Register, int View)> Names =
        Views.SelectMany(register => register.Select((name, view) => (name, register, view))).ToDictionary(entry => entry.name, entry => (entry.register, entry.view));

    /// <summary>All registers by their 64-bit names.</summary>
    public static IEnumerable<string> All => Views.Select(register => register[0]);

    /// <summary>The 64-bit name of the register behind <paramref name="name"/>.</summary>
    public static string Whole(string name) => Names.TryGetValue(name, out (string[] Register, int View) found) ? found.Register[0] : name;

    /// <summary>The bytes of the view <paramref name="name"/>.</summary>
    public static int BytesOf(string name) => 8 >> Names[name].View;

    /// <summary>The view of <paramref name="bytes"/> of the register <paramref name="whole"/>.</summary>
    public static string View(string whole, int bytes) => Names[whole].Register[bytes switch
    {
        8 => 0,
        4 => 1,
        2 => 2,
        _ => 3,
    }];
}
