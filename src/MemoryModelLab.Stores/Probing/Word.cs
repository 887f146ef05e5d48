using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <summary>Keys and values that fit into a word of 64 bits, and their way in and out. All tests here are constants to the JIT, once they are
/// inlined; left to itself it would call those that are long.</summary>
internal static class Word
{
    /// <summary>Whether keys of this type are equal exactly when their bits are, and values of that type are one word at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits<TKey, TValue>() => IsKey<TKey>() && IsValue<TValue>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Encode<T>(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, ushort>(value),
        4 => Unsafe.BitCast<T, uint>(value),
        _ => Unsafe.BitCast<T, ulong>(value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Decode<T>(ulong word) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<byte, T>((byte)word),
        2 => Unsafe.BitCast<ushort, T>((ushort)word),
        4 => Unsafe.BitCast<uint, T>((uint)word),
        _ => Unsafe.BitCast<ulong, T>(word),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValue<T>() => !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && Unsafe.SizeOf<T>() is (1 or 2 or 4 or 8);

    /// <summary>Whether values of this type are equal exactly when their bits are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsKey<T>() =>
        !RuntimeHelpers.IsReferenceOrContainsReferences<T>()
        && (typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(int) || typeof(T) == typeof(uint)
            || typeof(T) == typeof(nint) || typeof(T) == typeof(nuint) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort)
            || typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(char) || typeof(T) == typeof(bool)
            || typeof(T).IsEnum);
}
