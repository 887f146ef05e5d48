using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A dictionary that is not safe for threads, as the original: a list of entries in the order of their addition, whose accesses are events like any other.
/// What it does when threads use it at once is therefore not what the original does then.
/// </summary>
[StandsFor(typeof(System.Collections.Generic.Dictionary<,>))]
[SuppressMessage("Naming", "CA1710", Justification = "the name is that of the type it stands for")]
public sealed class Dictionary<TKey, TValue> : ICollection<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private IEqualityComparer<TKey>? _comparer;
    private Entry? _first;
    private int _count;
    private int _additions;

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
            if (Find(key, out Entry? last) is { } entry)
                Hooks.Store(ref entry.Value, value, Here.Site);
            else
                Link(last, key, value);
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
    public bool ContainsKey(TKey key) => Find(key, out _) is not null;

    /// <summary>The value of a key, if there is one.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Entry? entry = Find(key, out _);
        value = entry is null ? default : Hooks.Load(ref entry.Value, Here.Site);
        return entry is not null;
    }

    /// <summary>Adds a key that is not there.</summary>
    public bool TryAdd(TKey key, TValue value)
    {
        if (Find(key, out Entry? last) is not null)
            return false;
        Link(last, key, value);
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
        if (Find(key, out Entry? before) is not { } entry)
        {
            value = default;
            return false;
        }
        value = Hooks.Load(ref entry.Value, Here.Site);
        Hooks.Store(ref before is null ? ref _first : ref before.Next, Hooks.Load(ref entry.Next, Here.Site), Here.Site);
        Hooks.Store(ref _count, Count - 1, Here.Site);
        return true;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        Hooks.Store(ref _first, null, Here.Site);
        Hooks.Store(ref _count, 0, Here.Site);
    }

    /// <summary>The entries.</summary>
    public Enumerator GetEnumerator() => new(this);

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
        Entry? entry = Find(key, out _);
        return ref entry is null ? ref System.Runtime.CompilerServices.Unsafe.NullRef<TValue>() : ref entry.Value;
    }

    // The entry of a key, null where there is none; and the entry before it, or the last of all.
    private Entry? Find(TKey key, out Entry? before)
    {
        ArgumentNullException.ThrowIfNull(key);
        before = null;
        Entry? entry = Hooks.Load(ref _first, Here.Site);
        while (entry is not null && !IsOf(entry, key))
        {
            before = entry;
            entry = Hooks.Load(ref entry.Next, Here.Site);
        }
        return entry;
    }

    private bool IsOf(Entry entry, TKey key) =>
        (Hooks.Load(ref _comparer, Here.Site) ?? EqualityComparer<TKey>.Default).Equals(Hooks.Load(ref entry.Key, Here.Site), key);

    private void Link(Entry? last, TKey key, TValue value)
    {
        var made = Hooks.Allocate<Entry>();
        Hooks.Store(ref made.Key, key, Here.Site);
        Hooks.Store(ref made.Value, value, Here.Site);
        Hooks.Store(ref last is null ? ref _first : ref last.Next, made, Here.Site);
        Hooks.Store(ref _count, Count + 1, Here.Site);
        Hooks.Store(ref _additions, Hooks.Load(ref _additions, Here.Site) + 1, Here.Site);
    }

    /// <summary>The entries one after the other.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly Dictionary<TKey, TValue> _entries;
        private readonly int _additions;
        private Entry? _next;

        internal Enumerator(Dictionary<TKey, TValue> entries) =>
            (_entries, _additions, _next) = (entries, Hooks.Load(ref entries._additions, Here.Site), Hooks.Load(ref entries._first, Here.Site));

        /// <inheritdoc/>
        public KeyValuePair<TKey, TValue> Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes on to the next entry, if there is one.</summary>
        /// <exception cref="InvalidOperationException">A key was added meanwhile.</exception>
        public bool MoveNext()
        {
            if (Hooks.Load(ref _entries._additions, Here.Site) != _additions)
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
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
