using System.Globalization;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>
/// The general registers of AArch64 and their 32-bit views. A symbolic register, <c>X%a</c> or <c>W%a</c>, stands for any.
/// </summary>
internal static class AArch64Registers
{
    private const int Count = 31;

    /// <summary>The canonical spelling of a register or a view, <c>W0</c> for <c>w0</c>; null for another word.</summary>
    public static string? Spelling(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 3) return null;
        Span<char> upper = stackalloc char[3];
        upper = upper[..word.ToUpperInvariant(upper)];
        if (upper is "SP") return "SP";
        if (upper is "WSP") return "WSP";
        if (upper is "XZR") return "XZR";
        if (upper is "WZR") return "WZR";
        if (upper is "LR") return "X30";
        bool numbered = upper[0] is 'X' or 'W'
            && int.TryParse(upper[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < Count
            && (upper.Length == 2 || upper[1] != '0');
        return numbered ? upper.ToString() : null;
    }

    /// <summary>Whether a spelling is a 32-bit view.</summary>
    public static bool IsWord(string spelling) => spelling[0] == 'W';

    /// <summary>Whether a spelling is the zero register.</summary>
    public static bool IsZero(string spelling) => spelling is "XZR" or "WZR";

    /// <summary>The register behind a spelling, as states name it.</summary>
    public static string Canonical(string spelling) => spelling == "WSP" ? "SP" : IsWord(spelling) ? "X" + spelling[1..] : spelling;

    /// <summary>herd's order: the zero register, the stack pointer, then by number, then symbolic registers.</summary>
    public static int Compare(string left, string right)
    {
        int byRank = Rank(left).CompareTo(Rank(right));
        return byRank != 0 ? byRank : string.CompareOrdinal(left, right);
    }

    private static int Rank(string canonical) => canonical switch
    {
        "XZR" => -2,
        "SP" => -1,
        _ => int.TryParse(canonical.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : Count,
    };
}
