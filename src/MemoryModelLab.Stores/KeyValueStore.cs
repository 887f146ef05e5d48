using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>
/// What all stores share: the operations that are loops over others, and the checks of arguments. What a factory makes is put in place by
/// <see cref="TryAdd"/> and <see cref="TryUpdate"/>, so a factory never runs under a lock and the point at which the composed operation
/// takes effect is that of the last one it calls.
/// </summary>
public abstract class KeyValueStore<TKey, TValue> : IKeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private protected KeyValueStore(IEqualityComparer<TKey>? comparer) => Comparer = comparer ?? EqualityComparer<TKey>.Default;

    /// <inheritdoc/>
    public IEqualityComparer<TKey> Comparer { get; }

    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <inheritdoc/>
    public virtual bool IsEmpty => Count == 0;

    /// <inheritdoc/>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value) ? value : throw new KeyNotFoundException($"There is no key '{key}'.");
        set => Set(key, value);
    }

    /// <inheritdoc/>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public abstract bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Adds the key or replaces its value.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public abstract void Set(TKey key, TValue value);

    /// <inheritdoc/>
    public abstract bool TryAdd(TKey key, TValue value);

    /// <inheritdoc/>
    public abstract bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue);

    /// <inheritdoc/>
    public abstract bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <inheritdoc/>
    public abstract bool TryRemove(KeyValuePair<TKey, TValue> item);

    /// <inheritdoc/>
    public virtual TValue GetOrAdd(TKey key, TValue value)
    {
        while (true)
        {
            if (TryGetValue(key, out TValue? present))
                return present;
            if (TryAdd(key, value))
                return value;
        }
    }

    /// <inheritdoc/>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> valueFactory)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(valueFactory);
        return TryGetValue(key, out TValue? present) ? present : GetOrAdd(key, valueFactory(key));
    }

    /// <inheritdoc/>
    public TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, TValue> updateValueFactory) =>
        AddOrUpdate(key, _ => addValue, updateValueFactory);

    /// <inheritdoc/>
    public TValue AddOrUpdate(TKey key, Func<TKey, TValue> addValueFactory, Func<TKey, TValue, TValue> updateValueFactory)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(addValueFactory);
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        while (true)
        {
            if (TryGetValue(key, out TValue? present))
            {
                TValue updated = updateValueFactory(key, present);
                if (TryUpdate(key, updated, present))
                    return updated;
            }
            else
            {
                TValue added = addValueFactory(key);
                if (TryAdd(key, added))
                    return added;
            }
        }
    }

    /// <inheritdoc/>
    public abstract void Clear();

    /// <inheritdoc/>
    public abstract IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected static bool Same(TValue left, TValue right) => EqualityComparer<TValue>.Default.Equals(left, right);

    private protected static TKey KeyOf(KeyValuePair<TKey, TValue> item)
    {
        if (item.Key is null)
            throw new ArgumentNullException(nameof(item), "The key of the item is null.");
        return item.Key;
    }
}
