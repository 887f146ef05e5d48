using System.Diagnostics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>Hash and equality of keys, as a struct: the JIT compiles a table for each and calls nothing through an interface.</summary>
internal interface IKeyOperations<TKey>
{
    /// <summary>A hash with good high bits, which depends on a secret of the store.</summary>
    uint Hash(TKey key);

    bool Same(TKey present, TKey key);

    /// <summary>Whether <see cref="QuickHash"/> and <see cref="QuickSame"/> may be asked: they say what the others say, and call nothing.</summary>
    bool IsQuick(TKey key);

    uint QuickHash(TKey key);

    bool QuickSame(TKey present, TKey key);
}

/// <summary>Keys by the default comparer of their type, which the JIT knows for value types.</summary>
internal readonly struct DefaultKeys<TKey>() : IKeyOperations<TKey>
    where TKey : notnull
{
    private readonly ulong multiplier = Fold.RandomWord() | 1;

    public uint Hash(TKey key) => Fold.Spread(EqualityComparer<TKey>.Default.GetHashCode(key), multiplier);

    public bool Same(TKey present, TKey key) => EqualityComparer<TKey>.Default.Equals(present, key);

    public bool IsQuick(TKey key) => false;

    public uint QuickHash(TKey key) => throw new UnreachableException();

    public bool QuickSame(TKey present, TKey key) => throw new UnreachableException();
}

/// <summary>Keys by the user's comparer.</summary>
internal readonly struct ComparedKeys<TKey>(IEqualityComparer<TKey> comparer) : IKeyOperations<TKey>
    where TKey : notnull
{
    private readonly ulong multiplier = Fold.RandomWord() | 1;

    public uint Hash(TKey key) => Fold.Spread(comparer.GetHashCode(key), multiplier);

    public bool Same(TKey present, TKey key) => comparer.Equals(present, key);

    public bool IsQuick(TKey key) => false;

    public uint QuickHash(TKey key) => throw new UnreachableException();

    public bool QuickSame(TKey present, TKey key) => throw new UnreachableException();
}
