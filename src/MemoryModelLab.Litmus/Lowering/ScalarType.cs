namespace MemoryModelLab.Litmus.Lowering;

/// <summary>How a value of a declared type prints: its number of bits, and whether they are unsigned.</summary>
internal readonly record struct ScalarType(int Width, bool Unsigned)
{
    /// <summary>What herd takes an undeclared cell or register for: <c>int</c>.</summary>
    public static readonly ScalarType Int = new(32, false);

    /// <summary>A 64-bit signed number, or an address.</summary>
    public static readonly ScalarType Long = new(64, false);

    /// <summary>The type that <paramref name="name"/> names; <see cref="Int"/> for an unknown one.</summary>
    public static ScalarType Of(string? name)
    {
        if (name is null) return Int;
        if (name.EndsWith('*')) return Long;
        ReadOnlySpan<char> word = name.AsSpan(name.LastIndexOf(' ') + 1);
        bool atomic = word.StartsWith("atomic_");
        if (atomic) word = word["atomic_".Length..];
        bool unsigned = name.Contains("unsigned", StringComparison.Ordinal) || word is ['u', ..];
        return word switch
        {
            "int8_t" or "uint8_t" or "char" or "sbyte" or "byte" or "bool" => new ScalarType(8, unsigned || word is "byte" or "bool"),
            "int16_t" or "uint16_t" or "short" or "ushort" => new ScalarType(16, unsigned),
            "int64_t" or "uint64_t" or "long" or "ulong" or "intptr_t" or "uintptr_t" or "nint" or "nuint" or "object" => new ScalarType(64, unsigned),
            _ => new ScalarType(32, unsigned),
        };
    }

    /// <summary>The size of an element of an array, in bytes.</summary>
    public int Bytes => Width / 8;
}
