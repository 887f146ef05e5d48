using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// A type whose values fit one 64-bit register and are read and written by one event. Registers hold signed types sign-extended,
/// unsigned ones, <c>bool</c> and <c>char</c> zero-extended, and a reference as the address of its object, null as 0.
/// </summary>
/// <param name="Bits">8, 16, 32 or 64.</param>
/// <param name="Signed">Whether the type is a signed integer.</param>
/// <param name="IsReference">Whether it is a class or an array.</param>
internal readonly record struct CSharpType(int Bits, bool Signed, bool IsReference = false)
{
    /// <summary>The scalar type of <paramref name="type"/>; null when its values are not covered.</summary>
    public static CSharpType? Of(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Boolean or SpecialType.System_Byte => new(8, false),
        SpecialType.System_SByte => new(8, true),
        SpecialType.System_Char or SpecialType.System_UInt16 => new(16, false),
        SpecialType.System_Int16 => new(16, true),
        SpecialType.System_Int32 => new(32, true),
        SpecialType.System_UInt32 => new(32, false),
        SpecialType.System_Int64 => new(64, true),
        SpecialType.System_UInt64 => new(64, false),
        SpecialType.System_String => null,
        _ when type is { TypeKind: TypeKind.Class } or IArrayTypeSymbol { Rank: 1 } => new(64, false, IsReference: true),
        _ => null,
    };

    /// <summary>How states print values of this type.</summary>
    public ScalarType Printed => new(Bits, !Signed && !IsReference);

    /// <summary>The type arithmetic on this one is done in: at least 32 bits (C# 12.4.7, numeric promotion).</summary>
    public CSharpType Promoted => Bits < 32 ? new(32, true) : this;

    /// <summary>The operator that brings a wider value into this type's range; null when every value is.</summary>
    public BinaryOperator? Wrap => Bits == 64 ? null : Signed ? BinaryOperator.SignExtend : BinaryOperator.ZeroExtend;

    /// <summary>The constant <paramref name="value"/> in this type's range.</summary>
    public long WrapConstant(long value) => (Bits, Signed) switch
    {
        (8, true) => (sbyte)value,
        (8, false) => (byte)value,
        (16, true) => (short)value,
        (16, false) => (ushort)value,
        (32, true) => (int)value,
        (32, false) => (uint)value,
        _ => value,
    };

    /// <summary>Whether every value of <paramref name="other"/> is one of this type, held alike.</summary>
    public bool Holds(CSharpType other) =>
        Bits == 64 || (Signed == other.Signed ? Bits >= other.Bits : Signed && Bits > other.Bits);
}
