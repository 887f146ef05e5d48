using System.Globalization;
using MemoryModelLab.Litmus.Dialects;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>The names of parts of a state.</summary>
internal static class StateNames
{
    /// <summary><paramref name="reference"/> with its register's canonical name.</summary>
    public static StateReference Canonical(LitmusTest test, StateReference reference)
    {
        if (reference.Thread is not { } thread) return reference;
        string? name = DialectTable.Of(test.Architecture).CanonicalRegister(test.Threads[thread], reference.Name);
        return reference with { Name = name ?? reference.Name };
    }

    /// <summary>The name of an array's element, <c>t[1]</c>.</summary>
    public static string Element(string array, int index) => string.Create(CultureInfo.InvariantCulture, $"{array}[{index}]");

    /// <summary>The array and the index of <c>t[1]</c>; the name itself and -1 when it names no element.</summary>
    public static (string Name, int Element) Split(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0
            ? (name, -1)
            : (name[..bracket], int.Parse(name.AsSpan(bracket + 1, name.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
