using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace MemoryModelLab.Stores.Probing;

/// <summary>Multiplication to 128 bits and folding of the halves: every bit of the result depends on every bit of both factors.</summary>
internal static class Fold
{
    public static ulong RandomWord() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong left, ulong right)
    {
        // Two multiplications side by side: the one that yields both halves hands the low one over in memory, 5 cycles more.
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.MultiplyNoFlags(left, right) ^ left * right;
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    /// <remarks>Once more after the fold: hashes in arithmetic progression would have tags in arithmetic progression, which may fill few groups.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Spread(int hash, ulong multiplier) => (uint)(Multiply((uint)hash ^ multiplier, multiplier) * multiplier >> 32);
}
