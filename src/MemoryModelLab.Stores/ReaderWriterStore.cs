using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>A dictionary behind a reader-writer lock: readers do not exclude each other, a writer excludes all.</summary>
/// <remarks>
/// <para><b>Progress.</b> Blocking. Readers run side by side in the dictionary, but each enters and leaves by an atomic update of one word
/// in the lock, so that they still pass one cache line around: worth it only where what is done inside takes long.</para>
/// <para><b>Linearization.</b> Anywhere inside the lock. Enumeration shows one moment.</para>
/// <para><b>Memory order.</b> Entering acquires and leaving releases, for readers too: a reader's accesses may not slip behind its leaving,
/// or they would meet the next writer's. litmus/stores/ReaderWriterStore.litmus is that reader; with a plain store as its leaving,
/// litmus/dotnet/Recycle.litmus, it reads what was written after it left.</para>
/// <para><b>Space, resizing, reclamation.</b> Those of <see cref="Dictionary{TKey, TValue}"/>; growing excludes all. The lock keeps a word
/// per thread that read; <see cref="Dispose"/> gives it back.</para>
/// </remarks>
public sealed class ReaderWriterStore<TKey, TValue> : KeyValueStore<TKey, TValue>, IDisposable
    where TKey : notnull
{
    private readonly ReaderWriterLockSlim gate = new(LockRecursionPolicy.NoRecursion);
    private readonly Dictionary<TKey, TValue> entries;

    /// <summary>An empty store with room for <paramref name="capacity"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public ReaderWriterStore(IEqualityComparer<TKey>? comparer = null, int capacity = 0)
        : base(comparer) => entries = new Dictionary<TKey, TValue>(capacity, comparer);

    /// <inheritdoc/>
    public override int Count
    {
        get
        {
            using (new Reading(gate))
                return entries.Count;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        using (new Reading(gate))
            return entries.TryGetValue(key, out value);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        using (new Writing(gate))
            entries[key] = value;
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        using (new Writing(gate))
            return entries.TryAdd(key, value);
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        using (new Writing(gate))
            return entries.Update(key, newValue, comparisonValue);
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        using (new Writing(gate))
            return entries.Remove(key, out value);
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        KeyOf(item);
        using (new Writing(gate))
            return entries.Remove(item);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        using (new Writing(gate))
            entries.Clear();
    }

    /// <summary>The entries at one moment, copied when the enumeration begins.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        KeyValuePair<TKey, TValue>[] snapshot;
        using (new Reading(gate))
            snapshot = [.. entries];
        return ((IEnumerable<KeyValuePair<TKey, TValue>>)snapshot).GetEnumerator();
    }

    /// <summary>Gives back the lock; no operation may run then or later.</summary>
    public void Dispose() => gate.Dispose();

    private readonly ref struct Reading
    {
        private readonly ReaderWriterLockSlim gate;

        public Reading(ReaderWriterLockSlim gate)
        {
            gate.EnterReadLock();
            this.gate = gate;
        }

        public void Dispose() => gate.ExitReadLock();
    }

    private readonly ref struct Writing
    {
        private readonly ReaderWriterLockSlim gate;

        public Writing(ReaderWriterLockSlim gate)
        {
            gate.EnterWriteLock();
            this.gate = gate;
        }

        public void Dispose() => gate.ExitWriteLock();
    }
}
