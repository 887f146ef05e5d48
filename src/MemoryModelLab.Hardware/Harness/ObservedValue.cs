using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>
/// How one observed part of the state is read by the harness: an expression of type <c>long</c>, whose values are the program's own for
/// integers, and small codes for references, which <see cref="Decode"/> turns into the addresses of the program's objects.
/// </summary>
/// <param name="Expression">The C# expression.</param>
/// <param name="Addresses">For a reference: the object's address for each code, null being code 0; empty for integers.</param>
internal sealed record ObservedValue(string Expression, IReadOnlyList<long> Addresses)
{
    /// <summary>The program's value for what <see cref="Expression"/> gave.</summary>
    public long Decode(long value) => Addresses.Count == 0 ? value : Addresses[(int)value];

    /// <summary>The expression that makes a <c>long</c> of <paramref name="variable"/>, of type <paramref name="type"/>.</summary>
    /// <param name="variable">A variable of the harness.</param>
    /// <param name="type">Its type.</param>
    /// <param name="objects">The classes the threads allocate, with the address of the one object of each.</param>
    public static ObservedValue Of(string variable, ITypeSymbol type, IReadOnlyList<(ITypeSymbol Type, long Address)> objects)
    {
        if (type.SpecialType == SpecialType.System_Boolean) return new ObservedValue($"({variable} ? 1L : 0L)", []);
        if (type.IsValueType) return new ObservedValue($"unchecked((long){variable})", []);
        (ITypeSymbol Type, long Address)[] possible =
            [.. objects.Where(candidate => type.SpecialType == SpecialType.System_Object || SymbolEqualityComparer.Default.Equals(candidate.Type, type))];
        string codes = string.Concat(possible.Select((candidate, index) =>
            $"{variable}.GetType() == typeof({candidate.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}) ? {(index + 1).ToString(CultureInfo.InvariantCulture)}L : "));
        return new ObservedValue($"({variable} is null ? 0L : {codes}0L)", [0, .. possible.Select(candidate => candidate.Address)]);
    }
}
