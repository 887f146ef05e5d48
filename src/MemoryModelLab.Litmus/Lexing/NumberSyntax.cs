using System.Globalization;

namespace MemoryModelLab.Litmus.Lexing;

/// <summary>The numbers of litmus files: decimal, or hexadecimal behind <c>0x</c>.</summary>
internal static class NumberSyntax
{
    /// <summary>Reads a number of at most 64 bits; an unsigned one above the signed range gives its bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, bool negative, out long value)
    {
        bool hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool valid = hexadecimal
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong magnitude)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);
        value = unchecked(negative ? -(long)magnitude : (long)magnitude);
        return valid && !(negative && magnitude > 1UL << 63);
    }
}
