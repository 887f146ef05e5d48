using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace MemoryModelLab.Stores.Probing;

/// <summary>Strings by their characters.</summary>
/// <remarks>
/// <para>Sixteen bytes at a time are multiplied to 128 bits and folded, with random numbers mixed in first, so that who does not know them
/// cannot make keys that collide. It is not a cryptographic hash. After Wang Yi's wyhash; 3.4 ns for 23 characters where Marvin takes 13.4.</para>
/// <para>Strings of 16 to 32 characters, as most keys are that are not shorter, are four blocks of sixteen bytes that overlap. Where the
/// processor has the instructions of AES, each goes through two rounds under a key of its own, in which every bit comes to depend on every
/// bit; the sum of the four goes through two more. It is half the instructions, and so more lookups wait for memory at the same time.</para>
/// </remarks>
internal readonly struct StringKeys : IKeyOperations<string>
{
    private const int Block = 16;
    private const int Blocks = 4;

    private readonly ulong a;
    private readonly ulong b;
    private readonly RoundKeys keys;

    public StringKeys()
    {
        a = Fold.RandomWord();
        b = Fold.RandomWord();
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes((Span<Vector128<byte>>)keys));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsQuick(string key) =>
        Aes.IsSupported && Vector256.IsHardwareAccelerated && (uint)(key.Length - (2 * Block / sizeof(char))) <= 2 * Block / sizeof(char);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint QuickHash(string key)
    {
        ref byte at = ref Bytes(key);
        nuint bytes = (nuint)key.Length * sizeof(char);
        Vector128<byte> round = keys[Blocks];
        Vector128<byte> sum = Twice(Vector128.LoadUnsafe(ref at) ^ keys[0], round)
            ^ Twice(Vector128.LoadUnsafe(ref at, Block) ^ keys[1], round)
            ^ Twice(Vector128.LoadUnsafe(ref at, bytes - (2 * Block)) ^ keys[2], round)
            ^ Twice(Vector128.LoadUnsafe(ref at, bytes - Block) ^ keys[3], round)
            ^ Vector128.CreateScalar((ulong)bytes).AsByte();
        return Twice(sum, round).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool QuickSame(string present, string key)
    {
        if (present.Length != key.Length)
            return false;
        ref byte left = ref Bytes(present), right = ref Bytes(key);
        nuint last = (nuint)key.Length * sizeof(char) - (2 * Block);
        return ((Vector256.LoadUnsafe(ref left) ^ Vector256.LoadUnsafe(ref right))
            | (Vector256.LoadUnsafe(ref left, last) ^ Vector256.LoadUnsafe(ref right, last))) == Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(string present, string key) => IsQuick(key) ? QuickSame(present, key) : string.Equals(present, key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Hash(string key)
    {
        if (IsQuick(key))
            return QuickHash(key);
        ref byte at = ref Bytes(key);
        int bytes = key.Length * sizeof(char);
        ulong hash = a ^ (ulong)bytes;
        if (bytes < Block)
            return (uint)(Fold.Multiply(b ^ Short(ref at, bytes, out ulong rest), hash ^ rest) >> 32);
        for (; bytes > Block; bytes -= Block, at = ref Unsafe.Add(ref at, Block))
            hash = Fold.Multiply(b ^ Word(ref at, 0), hash ^ Word(ref at, 8));
        // The last sixteen bytes, of which some may have been hashed already.
        return (uint)(Fold.Multiply(b ^ Word(ref at, bytes - 16), hash ^ Word(ref at, bytes - 8)) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Twice(Vector128<byte> block, Vector128<byte> round) => Aes.Encrypt(Aes.Encrypt(block, round), round);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Bytes(string text) => ref Unsafe.As<char, byte>(ref Unsafe.AsRef(in text.GetPinnableReference()));

    private static ulong Short(ref byte at, int bytes, out ulong rest)
    {
        if (bytes >= 8)
        {
            rest = Word(ref at, bytes - 8);
            return Word(ref at, 0);
        }
        rest = bytes >= 4 ? Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, bytes - 4)) : 0;
        return bytes >= 4 ? Unsafe.ReadUnaligned<uint>(ref at) : bytes >= 2 ? Unsafe.ReadUnaligned<ushort>(ref at) : 0u;
    }

    private static ulong Word(ref byte at, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, offset));

    /// <summary>A key for each block, and one for all rounds.</summary>
    [InlineArray(Blocks + 1)]
    private struct RoundKeys
    {
        private Vector128<byte> first;
    }
}
