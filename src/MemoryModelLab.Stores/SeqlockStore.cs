using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>
/// A sequence lock: writers take a lock and count a version, odd while they change something; readers read without a lock, and again when
/// the version moved. After Lameter, "Effective synchronization on Linux/NUMA systems", and Boehm, "Can seqlocks get along with
/// programming language memory models?".
/// </summary>
/// <remarks>
/// <para><b>Progress.</b> Writers block each other. A reader writes nothing shared; it fails only because a writer was at work, and after
/// <see cref="Attempts"/> failures takes the lock, so that a stream of writers cannot starve it: blocking, but rarely.</para>
/// <para><b>Linearization.</b> Writes anywhere while the version is odd; a read at its last look at the version, at which all that it read
/// was still current. Enumeration shows one moment.</para>
/// <para><b>Races by design.</b> What a reader copies while a writer is at work may be half of two things: a key of one entry, a value torn
/// between two writes. Nothing is done with it before the version was looked at again; in particular the comparer only sees keys that were
/// there. The search ends in any case, for it goes round the table at most once.</para>
/// <para><b>Memory order.</b> Two edges at each end: the odd version before the changes before the even version; a look at the version
/// before the copies before a second look. The second and the third are what <c>volatile</c> accesses do not give:
/// litmus/stores/SeqlockStore.litmus, and one edge less each litmus/dotnet/Seqlock.litmus and litmus/stores/SeqlockStore+no-writebarrier.litmus.</para>
/// <para><b>Space, resizing, reclamation.</b> One array of slots at a load of 3/8 to 3/4, which is replaced by one twice as long inside a
/// write; a reader of the old array sees that the version moved, and the garbage collector takes it when the last one left.</para>
/// </remarks>
public sealed class SeqlockStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private const int Attempts = 64;
    private readonly Lock gate = new();
    private LinearTable<TKey, TValue> table;
    // A word of the processor, which is read and written whole.
    private nuint version;

    /// <summary>An empty store with room for <paramref name="capacity"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public SeqlockStore(IEqualityComparer<TKey>? comparer = null, int capacity = 0)
        : base(comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        table = new LinearTable<TKey, TValue>(capacity);
    }

    /// <inheritdoc/>
    public override int Count
    {
        get
        {
            lock (gate)
                return table.Count;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        uint hash = HashOf(key);
        var spin = new SpinWait();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            // acquire: the copies after this look. Pairs with the release in Write. Without it: the first of the two edges in
            // litmus/dotnet/Seqlock.litmus, old parts under the new version.
            nuint version = Volatile.Read(ref this.version);
            if ((version & 1) == 0 && TryRead(key, hash, version, out bool found, out TValue? read))
            {
                value = read!;
                return found;
            }
            spin.SpinOnce(sleep1Threshold: -1);
        }
        lock (gate)
            return Find(key, hash, out value);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value)
    {
        uint hash = HashOf(key);
        lock (gate)
        {
            int slot = IndexOf(key, hash);
            using (new Writing(this))
                Put(slot, hash, key, value);
        }
    }

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value)
    {
        uint hash = HashOf(key);
        lock (gate)
        {
            if (IndexOf(key, hash) >= 0)
                return false;
            using (new Writing(this))
                Put(-1, hash, key, value);
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)
    {
        uint hash = HashOf(key);
        lock (gate)
        {
            int slot = IndexOf(key, hash);
            if (slot < 0 || !Same(table.Slots[slot].Value, comparisonValue))
                return false;
            using (new Writing(this))
                table.Slots[slot].Value = newValue;
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        uint hash = HashOf(key);
        lock (gate)
        {
            int slot = IndexOf(key, hash);
            value = slot < 0 ? default! : table.Slots[slot].Value;
            if (slot < 0)
                return false;
            using (new Writing(this))
                table.RemoveAt(slot);
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        uint hash = HashOf(KeyOf(item));
        lock (gate)
        {
            int slot = IndexOf(item.Key, hash);
            if (slot < 0 || !Same(table.Slots[slot].Value, item.Value))
                return false;
            using (new Writing(this))
                table.RemoveAt(slot);
            return true;
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        lock (gate)
        {
            using (new Writing(this))
                table = new LinearTable<TKey, TValue>(0);
        }
    }

    /// <summary>The entries at one moment, copied when the enumeration begins.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        lock (gate)
            return table.Entries().ToList().GetEnumerator();
    }

    private uint HashOf(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return LinearTable<TKey, TValue>.Spread(Comparer.GetHashCode(key));
    }

    /// <summary>Reads without the lock; false when what was read may be of different moments.</summary>
    private bool TryRead(TKey key, uint hash, nuint version, out bool found, out TValue? value)
    {
        found = false;
        value = default;
        // plain: the array through the reference is ordered by the dependency, and all of it is thrown away when the version moved.
        LinearTable<TKey, TValue> table = this.table;
        for (int step = 0, i = table.Home(hash); step < table.Slots.Length; step++, i = table.Next(i))
        {
            ref LinearTable<TKey, TValue>.Slot slot = ref table.Slots[i];
            uint present = slot.Hash;
            if (present == 0)
                break;
            if (present != hash)
                continue;
            TKey candidate = slot.Key;
            if (!Unmoved(version))
                return false;
            if (!Comparer.Equals(candidate, key))
                continue;
            value = slot.Value;
            found = true;
            break;
        }
        return Unmoved(version);
    }

    private bool Unmoved(nuint version)
    {
        // fence: the copies before the second look. Pairs with the write barrier in Writing. Without it, and with a volatile second look
        // instead: litmus/dotnet/Seqlock.litmus, new parts under the old version.
        Volatile.ReadBarrier();
        return this.version == version;
    }

    private bool Find(TKey key, uint hash, [MaybeNullWhen(false)] out TValue value)
    {
        int slot = IndexOf(key, hash);
        value = slot < 0 ? default : table.Slots[slot].Value;
        return slot >= 0;
    }

    private int IndexOf(TKey key, uint hash) => table.IndexOf(key, hash, Comparer);

    private void Put(int slot, uint hash, TKey key, TValue value)
    {
        if (slot >= 0)
        {
            table.Slots[slot].Value = value;
            return;
        }
        if (table.IsFull)
            table = table.Grown();
        table.Add(hash, key, value);
    }

    /// <summary>The span in which the version is odd. The caller holds the lock, and calls no code of the user inside.</summary>
    private readonly ref struct Writing
    {
        private readonly SeqlockStore<TKey, TValue> store;

        public Writing(SeqlockStore<TKey, TValue> store)
        {
            this.store = store;
            // plain: only the holder of the lock writes it; the fence below orders it.
            store.version++;
            // fence: the odd version before the changes. Pairs with the read barrier in Unmoved. Without it:
            // litmus/stores/SeqlockStore+no-writebarrier.litmus.
            Volatile.WriteBarrier();
        }

        // release: the changes before the even version. Pairs with the first look in TryGetValue. Without it:
        // litmus/stores/SeqlockStore+no-release.litmus.
        public void Dispose() => Volatile.Write(ref this.store.version, this.store.version + 1);
    }
}
