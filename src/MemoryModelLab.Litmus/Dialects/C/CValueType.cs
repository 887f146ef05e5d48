using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>
/// A type of C values, with sizes as on a 64-bit Unix. Registers hold signed values sign-extended and unsigned ones zero-extended.
/// </summary>
/// <param name="Scalar">The integer type; of a pointer, what lies behind all its stars.</param>
/// <param name="Pointers">The number of stars.</param>
/// <param name="IsBoolean">Whether the integer type is <c>_Bool</c>.</param>
internal readonly record struct CValueType(ScalarType Scalar, int Pointers = 0, bool IsBoolean = false)
{
    /// <summary><c>int</c>.</summary>
    public static readonly CValueType Int = new(ScalarType.Int);

    /// <summary>Whether this is a pointer.</summary>
    public bool IsPointer => Pointers > 0;

    /// <summary>The number of bits.</summary>
    public int Bits => IsPointer ? 64 : Scalar.Width;

    /// <summary>Whether the values are unsigned numbers.</summary>
    public bool IsUnsigned => IsPointer || Scalar.Unsigned;

    /// <summary>How states print values of this type.</summary>
    public ScalarType Printed => IsPointer ? ScalarType.Long : Scalar;

    /// <summary>What a pointer points to.</summary>
    public CValueType Pointee => this with { Pointers = Pointers - 1 };

    /// <summary>The type arithmetic on this one is done in: at least <c>int</c> (ISO C11 6.3.1.1).</summary>
    public CValueType Promoted => Bits < 32 ? Int : this;

    /// <summary>The type that <paramref name="name"/> names.</summary>
    public static CValueType Of(CTypeName name)
    {
        string[] words = name.Name.Split(' ');
        bool boolean = words.Any(word => word is "bool" or "_Bool" or "atomic_bool");
        bool unsigned = words.Any(word => word is "unsigned" or "size_t" or "atomic_size_t" || word.StartsWith("atomic_u", StringComparison.Ordinal));
        string? sized = words.FirstOrDefault(word => word is "char" or "short" or "long" || word.EndsWith("_t", StringComparison.Ordinal) || word.StartsWith("atomic_", StringComparison.Ordinal));
        ScalarType scalar = boolean ? new ScalarType(8, true) : sized switch
        {
            "atomic_t" => ScalarType.Int,
            "size_t" or "ssize_t" or "ptrdiff_t" or "atomic_size_t" or "atomic_ptrdiff_t" or "atomic_llong" or "atomic_ulong" or "atomic_ullong" => ScalarType.Long,
            "atomic_char" or "atomic_schar" or "atomic_uchar" => new ScalarType(8, false),
            _ => ScalarType.Of(sized),
        };
        return new CValueType(scalar with { Unsigned = scalar.Unsigned || unsigned }, name.Pointers, boolean);
    }

    /// <summary>The type in which two operands meet (ISO C11 6.3.1.8); a pointer stays one.</summary>
    public static CValueType Common(CValueType left, CValueType right)
    {
        (left, right) = (left.Promoted, right.Promoted);
        if (left.IsPointer || right.IsPointer) return left.IsPointer ? left : right;
        if (left.Bits != right.Bits) return left.Bits > right.Bits ? left : right;
        return left.IsUnsigned ? left : right;
    }

    /// <summary>Whether every value of <paramref name="other"/> is one of this type, held alike.</summary>
    public bool Holds(CValueType other) =>
        Bits == 64 || (!IsBoolean && (IsUnsigned == other.IsUnsigned ? Bits >= other.Bits : !IsUnsigned && Bits > other.Bits)) || (IsBoolean && other.IsBoolean);

    /// <summary>The operator that brings a wider value into this type's range.</summary>
    public BinaryOperator Wrap => IsUnsigned ? BinaryOperator.ZeroExtend : BinaryOperator.SignExtend;

    /// <summary>The constant <paramref name="value"/> in this type's range.</summary>
    public long WrapConstant(long value)
    {
        if (IsBoolean) return value == 0 ? 0 : 1;
        int unused = 64 - Bits;
        return IsUnsigned ? (long)((ulong)value << unused >> unused) : value << unused >> unused;
    }
}

/// <summary>A value and its type.</summary>
internal readonly record struct CValue(Operand Operand, CValueType Type)
{
    /// <summary>An <c>int</c> constant.</summary>
    public static CValue Constant(int value) => new(Operand.Const(value), CValueType.Int);
}
