namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>A view of a general register: its number in herd's order, how many bits, and whether it is the high byte (<c>ah</c>).</summary>
internal readonly record struct X86View(int Number, int Width, bool High = false);

/// <summary>The general registers of x86 under all their names.</summary>
internal static class X86Registers
{
    // herd's order, which states print in.
    private static readonly string[] Names32 = ["eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "esp"];
    private static readonly string[] Names8 = ["al", "bl", "cl", "dl", "sil", "dil", "bpl", "spl"];
    // Named by initial states and conditions only: no instruction here reads or writes them.
    private static readonly string[] Special = ["rip", "cs", "ds", "es", "fs", "gs", "ss"];
    private static readonly string[] Names8High = ["ah", "bh", "ch", "dh"];
    private const int FirstSpecial = 16;
    private static readonly Dictionary<string, X86View> Views = BuildViews();
    private static readonly Dictionary<string, X86View>.AlternateLookup<ReadOnlySpan<char>> Lookup = Views.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The register named <paramref name="name"/>, in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out X86View view) => Lookup.TryGetValue(name, out view);

    /// <summary>The register as states name it: <c>EAX</c> in 32-bit tests, <c>rax</c> in 64-bit ones.</summary>
    public static string Canonical(int number, bool is64Bit)
    {
        if (number >= FirstSpecial) return Special[number - FirstSpecial];
        if (number >= Names32.Length) return $"r{number}";
        return is64Bit ? "r" + Names32[number][1..] : Names32[number].ToUpperInvariant();
    }

    private static Dictionary<string, X86View> BuildViews()
    {
        var views = new Dictionary<string, X86View>(StringComparer.OrdinalIgnoreCase);
        for (int number = 0; number < Names32.Length; number++)
        {
            views.Add("r" + Names32[number][1..], new X86View(number, 64));
            views.Add(Names32[number], new X86View(number, 32));
            views.Add(Names32[number][1..], new X86View(number, 16));
            views.Add(Names8[number], new X86View(number, 8));
        }

        for (int number = 0; number < Names8High.Length; number++) views.Add(Names8High[number], new X86View(number, 8, High: true));
        for (int i = 0; i < Special.Length; i++) views.Add(Special[i], new X86View(FirstSpecial + i, 64));
        for (int number = 8; number < FirstSpecial; number++)
        {
            views.Add($"r{number}", new X86View(number, 64));
            views.Add($"r{number}d", new X86View(number, 32));
            views.Add($"r{number}w", new X86View(number, 16));
            views.Add($"r{number}b", new X86View(number, 8));
        }

        return views;
    }
}
