using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>Hash and equality of keys, as a struct: the JIT compiles a table for each and calls nothing through an interface.</summary>
internal interface IKeyOperations<TKey>
{
    /// <summary>A hash with good high bits, which depends on a secret of the store.</summary>
    uint Hash(TKey key);

    bool Same(TKey present, TKey key);
}

/// <summary>Strings by their characters.</summary>
/// <remarks>
/// Sixteen bytes at a time are multiplied to 128 bits and folded, with random numbers mixed in first, so that who does not know them cannot
/// make keys that collide. It is not a cryptographic hash. After Wang Yi's wyhash; 3.4 ns for 23 characters where Marvin takes 13.4.
/// </remarks>
internal readonly struct StringKeys : IKeyOperations<string>
{
    private readonly ulong _a;
    private readonly ulong _b;

    public StringKeys()
    {
        _a = Fold.RandomWord();
        _b = Fold.RandomWord();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Same(string present, string key)
    {
        // What is 16 to 32 characters long, as most keys are that are not shorter, is two vectors that overlap; no call, and no loop.
        int bytes = key.Length * sizeof(char);
        if (present.Length != key.Length || !Vector256.IsHardwareAccelerated || bytes is < 32 or > 64)
            return string.Equals(present, key);
        ref byte left = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(present.AsSpan()));
        ref byte right = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(key.AsSpan()));
        return ((Vector256.LoadUnsafe(ref left) ^ Vector256.LoadUnsafe(ref right))
            | (Vector256.LoadUnsafe(ref left, (nuint)bytes - 32) ^ Vector256.LoadUnsafe(ref right, (nuint)bytes - 32))) == Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Hash(string key)
    {
        ref byte at = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(key.AsSpan()));
        int bytes = key.Length * sizeof(char);
        ulong hash = _a ^ (ulong)bytes;
        if (bytes < 16)
            return (uint)(Fold.Multiply(_b ^ Short(ref at, bytes, out ulong rest), hash ^ rest) >> 32);
        for (; bytes > 16; bytes -= 16, at = ref Unsafe.Add(ref at, 16))
            hash = Fold.Multiply(_b ^ Word(ref at, 0), hash ^ Word(ref at, 8));
        // The last sixteen bytes, of which some may have been hashed already.
        return (uint)(Fold.Multiply(_b ^ Word(ref at, bytes - 16), hash ^ Word(ref at, bytes - 8)) >> 32);
    }

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
}

/// <summary>Keys by the default comparer of their type, which the JIT knows for value types.</summary>
internal readonly struct DefaultKeys<TKey>() : IKeyOperations<TKey>
    where TKey : notnull
{
    private readonly ulong _multiplier = Fold.RandomWord() | 1;

    public uint Hash(TKey key) => Fold.Spread(EqualityComparer<TKey>.Default.GetHashCode(key), _multiplier);

    public bool Same(TKey present, TKey key) => EqualityComparer<TKey>.Default.Equals(present, key);
}

/// <summary>Keys by the user's comparer.</summary>
internal readonly struct ComparedKeys<TKey>(IEqualityComparer<TKey> comparer) : IKeyOperations<TKey>
    where TKey : notnull
{
    private readonly ulong _multiplier = Fold.RandomWord() | 1;

    public uint Hash(TKey key) => Fold.Spread(comparer.GetHashCode(key), _multiplier);

    public bool Same(TKey present, TKey key) => comparer.Equals(present, key);
}
