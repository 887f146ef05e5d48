using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Runtime;

/// <summary>
/// Values as the graph stores them: up to eight bytes, filled up with zeros, or the number of an object. Each branch is on a type, so
/// compiled code has none, and nothing is boxed.
/// </summary>
internal static class Bits
{
    /// <summary>The bits that belong to a value of the type.</summary>
    public static ulong Mask<T>() => IsReference<T>() || Unsafe.SizeOf<T>() >= 8 ? ulong.MaxValue : (1UL << (8 * Unsafe.SizeOf<T>())) - 1;

    /// <summary>Whether values of the type are references.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReference<T>() => !typeof(T).IsValueType;

    /// <summary>The bits of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long From<T>(T value, ObjectTable objects)
    {
        if (IsReference<T>()) return objects.NumberOf(value);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() || Unsafe.SizeOf<T>() > sizeof(long)) throw TooLarge(typeof(T));
        long bits = 0;
        Unsafe.As<long, T>(ref bits) = value;
        return bits;
    }

    /// <summary>The value of bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T To<T>(long bits, ObjectTable objects) => IsReference<T>() ? (T)objects[bits]! : Unsafe.As<long, T>(ref bits);

    private static NotSupportedException TooLarge(Type type) => new(
        $"{type} is larger than a word or holds references beside other fields; its fields are to be accessed one by one");
}
