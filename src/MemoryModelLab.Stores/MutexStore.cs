using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>A dictionary behind one lock: the simplest store that is right, and the measure of all others.</summary>
/// <remarks>
/// <para><b>Progress.</b> Every operation blocks: a thread that is suspended inside stops all.</para>
/// <para><b>Linearization.</b> Anywhere inside the lock; operations are as if done one after another. Enumeration shows one moment.</para>
/// <para><b>Memory order.</b> The lock alone orders: entering acquires, leaving releases, and all accesses to the dictionary are inside.
/// What a reader does without it is shown by litmus/dotnet/LockedWrite.litmus; with it, by litmus/stores/MutexStore.litmus.</para>
/// <para><b>Space, resizing, reclamation.</b> Those of <see cref="Dictionary{TKey, TValue}"/>; growing happens inside the lock, so one
/// insertion pays for it and all wait.</para>
/// </remarks>
public sealed class MutexStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, TValue> entries;

    /// <summary>An empty store with room for <paramref name="capacity"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public MutexStore(IEqualityComparer<TKey>? comparer = null, int capacity = 0)
        : base(comparer) => entries = new Dictionary<TKey, TValue>(capacity, comparer);

    /// <inheritdoc/>
    public override int Count
    {
        get
        {
            lock (gate)
                return entries.Count;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
            return entries.TryGetValue(key, out value);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        lock (gate)
            entries[key] = value;
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        lock (gate)
            return entries.TryAdd(key, value);
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        lock (gate)
            return entries.Update(key, newValue, comparisonValue);
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
            return entries.Remove(key, out value);
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        KeyOf(item);
        lock (gate)
            return entries.Remove(item);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        lock (gate)
            entries.Clear();
    }

    /// <summary>The entries at one moment, copied when the enumeration begins.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        KeyValuePair<TKey, TValue>[] snapshot;
        lock (gate)
            snapshot = [.. entries];
        return ((IEnumerable<KeyValuePair<TKey, TValue>>)snapshot).GetEnumerator();
    }
}
