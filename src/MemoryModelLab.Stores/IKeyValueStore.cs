using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>
/// A key-value store that any number of threads may use at once. Every operation is linearizable but enumeration and, where a store says so, <see cref="Count"/> and <see cref="IsEmpty"/>: it takes effect at one
/// point between its call and its return. Names, arguments and errors are those of
/// <see cref="System.Collections.Concurrent.ConcurrentDictionary{TKey, TValue}"/>.
/// </summary>
/// <remarks>
/// Enumeration never throws because of concurrent changes and never shows a key twice. An entry that is present from the call of
/// <c>GetEnumerator</c> to the end of the enumeration is shown; one that comes or goes meanwhile may or may not be. Some stores promise more.
/// Values are compared by <see cref="EqualityComparer{T}.Default"/>. A store that locks compares keys and values inside its lock: comparers
/// must not use that store, nor wait for a thread that does. Factories may. Of equal keys, the one that was added is kept until it is removed.
/// </remarks>
public interface IKeyValueStore<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    /// <summary>What decides which keys are equal.</summary>
    IEqualityComparer<TKey> Comparer { get; }

    /// <summary>The number of entries. A store says in its essay what this means while others change it.</summary>
    int Count { get; }

    /// <summary>Whether there are no entries.</summary>
    bool IsEmpty { get; }

    /// <summary>The value of <paramref name="key"/>; setting it adds the key or replaces its value.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="KeyNotFoundException">On reading: there is no such key.</exception>
    TValue this[TKey key] { get; set; }

    /// <summary>Whether there is such a key.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    bool ContainsKey(TKey key);

    /// <summary>The value of <paramref name="key"/>, when there is such a key.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Adds the key, unless it is there.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    bool TryAdd(TKey key, TValue value);

    /// <summary>Replaces the value of <paramref name="key"/> where it equals <paramref name="comparisonValue"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue);

    /// <summary>Removes the key, and hands back the value it had.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Removes the key where its value equals that of <paramref name="item"/>.</summary>
    /// <exception cref="ArgumentNullException">The key of <paramref name="item"/> is null.</exception>
    bool TryRemove(KeyValuePair<TKey, TValue> item);

    /// <summary>The value of <paramref name="key"/>, which is <paramref name="value"/> where there was none.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    TValue GetOrAdd(TKey key, TValue value);

    /// <summary>As <see cref="GetOrAdd(TKey, TValue)"/>; the factory is called outside of all locks, and its value may not be used.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    TValue GetOrAdd(TKey key, Func<TKey, TValue> valueFactory);

    /// <summary>Adds the key, or replaces the value it has by what the factory makes of it; returns what is there afterwards.</summary>
    /// <remarks>The factory is called outside of all locks, and again where the value changed meanwhile.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, TValue> updateValueFactory);

    /// <summary>As the other overload, with a factory for the value to add.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    TValue AddOrUpdate(TKey key, Func<TKey, TValue> addValueFactory, Func<TKey, TValue, TValue> updateValueFactory);

    /// <summary>Removes all entries.</summary>
    void Clear();
}
