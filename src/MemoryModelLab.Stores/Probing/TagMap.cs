using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>The lock-free table of objects, behind what its keys and the processor's vectors are compiled into.</summary>
internal abstract class TagMap<TKey, TValue>
    where TKey : notnull
{
    public abstract int Count { get; }

    public static TagMap<TKey, TValue> Create(IEqualityComparer<TKey>? comparer, int capacity)
    {
        if (typeof(TKey) == typeof(string) && (comparer is null || comparer == (object)EqualityComparer<string>.Default || comparer == (object)StringComparer.Ordinal))
            return (TagMap<TKey, TValue>)(object)TagMap<string, TValue>.Create(new StringKeys(), capacity);
        return comparer is null || comparer == EqualityComparer<TKey>.Default
            ? Create(new DefaultKeys<TKey>(), capacity)
            : Create(new ComparedKeys<TKey>(comparer), capacity);
    }

    public static TagMap<TKey, TValue> Create<TKeys>(TKeys keys, int capacity)
        where TKeys : struct, IKeyOperations<TKey>
    {
        if (Vector512.IsHardwareAccelerated)
            return new TagMapOf<TKey, TValue, TKeys, TagProbe512>(keys, capacity);
        if (Vector256.IsHardwareAccelerated)
            return new TagMapOf<TKey, TValue, TKeys, TagProbe256>(keys, capacity);
        if (Vector128.IsHardwareAccelerated)
            return new TagMapOf<TKey, TValue, TKeys, TagProbe128>(keys, capacity);
        return new TagMapOf<TKey, TValue, TKeys, TagProbeScalar>(keys, capacity);
    }

    /// <summary>The box of the key's value (<see cref="Box{T}"/>), or null where there is none. A result, and not an out parameter: writing a
    /// reference to where the caller says is a call of its own.</summary>
    public abstract object? Get(TKey key);

    /// <summary>Looks keys up, each as <see cref="Get"/> does, while what the keys to come need is on its way.</summary>
    public abstract int TryGet(ReadOnlySpan<TKey> keys, Span<TValue> values, Span<bool> found);

    public abstract void Set(TKey key, TValue value);

    public abstract bool TryAdd(TKey key, TValue value, out TValue present);

    public abstract bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue);

    public abstract bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value);

    public abstract bool TryRemove(KeyValuePair<TKey, TValue> item);

    public abstract void Clear();

    public abstract IEnumerator<KeyValuePair<TKey, TValue>> Entries();
}
