using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A dictionary that is not safe for threads, as the original: a list of entries, whose accesses are events like any other. What it does when
/// threads use it at once is therefore not what the original does then.
/// </summary>
[StandsFor(typeof(System.Collections.Generic.Dictionary<,>))]
[SuppressMessage("Naming", "CA1710", Justification = "the name is that of the type it stands for")]
public sealed class Dictionary<TKey, TValue> : ICollection<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private IEqualityComparer<TKey>? _comparer;
    private Entry? _first;
    private int _count;

    private Dictionary()
    {
    }

    /// <summary>How many entries there are.</summary>
    public int Count => Hooks.Load(ref _count, Here.Site);

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <summary>The value of a key.</summary>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value) ? value : throw new KeyNotFoundException($"The given key '{key}' was not present in the dictionary.");
        set
        {
            if (Find(key) is { } entry)
                Hooks.Store(ref entry.Value, value, Here.Site);
            else
                Link(key, value);
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Create(0, null);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int capacity) => Create(capacity, null);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(IEqualityComparer<TKey>? comparer) => Create(0, comparer);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int capacity, IEqualityComparer<TKey>? comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        var created = Hooks.Allocate<Dictionary<TKey, TValue>>();
        Hooks.Store(ref created._comparer, comparer, Here.Site);
        return created;
    }

    /// <summary>Whether there is a key.</summary>
    public bool ContainsKey(TKey key) => Find(key) is not null;

    /// <summary>The value of a key, if there is one.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Entry? entry = Find(key);
        value = entry is null ? default : Hooks.Load(ref entry.Value, Here.Site);
        return entry is not null;
    }

    /// <summary>Adds a key that is not there.</summary>
    public bool TryAdd(TKey key, TValue value)
    {
        if (Find(key) is not null)
            return false;
        Link(key, value);
        return true;
    }

    /// <summary>Adds a key, which must not be there.</summary>
    public void Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value))
            throw new ArgumentException($"An item with the same key has already been added. Key: {key}", nameof(key));
    }

    /// <summary>Removes a key.</summary>
    public bool Remove(TKey key) => Remove(key, out _);

    /// <summary>Removes a key; its value.</summary>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Entry? before = null;
        for (Entry? entry = Hooks.Load(ref _first, Here.Site); entry is not null; before = entry, entry = Hooks.Load(ref entry.Next, Here.Site))
        {
            if (!IsOf(entry, key))
                continue;
            value = Hooks.Load(ref entry.Value, Here.Site);
            Hooks.Store(ref before is null ? ref _first : ref before.Next, Hooks.Load(ref entry.Next, Here.Site), Here.Site);
            Hooks.Store(ref _count, Count - 1, Here.Site);
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        Hooks.Store(ref _first, null, Here.Site);
        Hooks.Store(ref _count, 0, Here.Site);
    }

    /// <summary>The entries.</summary>
    public Enumerator GetEnumerator() => new(Hooks.Load(ref _first, Here.Site));

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue? value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (KeyValuePair<TKey, TValue> pair in this)
            Hooks.StoreElement(array, arrayIndex++, pair, Here.Site);
    }

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        ((ICollection<KeyValuePair<TKey, TValue>>)this).Contains(item) && Remove(item.Key);

    /// <summary>The place of a key's value, or no place.</summary>
    internal ref TValue PlaceOf(TKey key)
    {
        Entry? entry = Find(key);
        return ref entry is null ? ref System.Runtime.CompilerServices.Unsafe.NullRef<TValue>() : ref entry.Value;
    }

    private Entry? Find(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Entry? entry = Hooks.Load(ref _first, Here.Site);
        while (entry is not null && !IsOf(entry, key))
            entry = Hooks.Load(ref entry.Next, Here.Site);
        return entry;
    }

    private bool IsOf(Entry entry, TKey key) =>
        (Hooks.Load(ref _comparer, Here.Site) ?? EqualityComparer<TKey>.Default).Equals(Hooks.Load(ref entry.Key, Here.Site), key);

    private void Link(TKey key, TValue value)
    {
        var made = Hooks.Allocate<Entry>();
        Hooks.Store(ref made.Key, key, Here.Site);
        Hooks.Store(ref made.Value, value, Here.Site);
        Hooks.Store(ref made.Next, Hooks.Load(ref _first, Here.Site), Here.Site);
        Hooks.Store(ref _first, made, Here.Site);
        Hooks.Store(ref _count, Count + 1, Here.Site);
    }

    /// <summary>The entries one after the other.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private Entry? _next;

        internal Enumerator(object? first) => _next = (Entry?)first;

        /// <inheritdoc/>
        public KeyValuePair<TKey, TValue> Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_next is not { } entry)
                return false;
            Current = KeyValuePair.Create(Hooks.Load(ref entry.Key, Here.Site), Hooks.Load(ref entry.Value, Here.Site));
            _next = Hooks.Load(ref entry.Next, Here.Site);
            return true;
        }

        /// <inheritdoc/>
        public readonly void Reset() => throw new NotSupportedException();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }

    private sealed class Entry
    {
        public TKey Key = default!;
        public TValue Value = default!;
        public Entry? Next;
    }
}
