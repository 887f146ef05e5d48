using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Stores;

/// <summary>
/// Two copies of a dictionary: readers are sent to one while the writer changes the other, then they change sides. Reads never wait.
/// After Ramalhete and Correia, "Left-Right: A concurrency control technique with wait-free population oblivious reads".
/// </summary>
/// <remarks>
/// <para><b>Progress.</b> Reads, <see cref="Count"/> and enumeration are wait-free: arrive (one atomic increment), read, depart (one atomic
/// decrement). Writes block each other and wait for the readers that arrived before the sides changed.</para>
/// <para><b>Linearization.</b> A write at the change of <c>side</c>; a read at its load of <c>side</c>. Enumeration shows one moment.</para>
/// <para><b>Invariant.</b> The writer changes a copy only when no reader is in it. A reader announces itself in one of two indicators
/// (the one <c>indicator</c> names), and only then asks which copy to read. The writer changes the hidden copy, changes the side, and waits
/// until each of the two indicators was empty once, the one readers no longer use last: whoever is still announced has loaded
/// <c>side</c> after the change. Two indicators, because new readers could keep a single one from ever being empty.</para>
/// <para><b>Memory order.</b> Reader: announce, then look at the side. Writer: change the side, then look at the announcements. Both need a
/// full fence between their write and their read; otherwise both miss each other, on x64 too: litmus/stores/LeftRightArrive.litmus.</para>
/// <para><b>Space, resizing, reclamation.</b> Twice a <see cref="Dictionary{TKey, TValue}"/>; growing happens in the hidden copy, readers
/// do not notice. Every change is done twice, so a comparer must do the same thing again: one that throws the second time only leaves the
/// copies unequal.</para>
/// </remarks>
public sealed class LeftRightStore<TKey, TValue> : KeyValueStore<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, TValue>[] copies;
    private readonly ThreadCells[] readers = [new ThreadCells(), new ThreadCells()];
    private int side;
    private int indicator;

    /// <summary>An empty store with room for <paramref name="capacity"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public LeftRightStore(IEqualityComparer<TKey>? comparer = null, int capacity = 0)
        : base(comparer) =>
        copies = [new Dictionary<TKey, TValue>(capacity, comparer), new Dictionary<TKey, TValue>(capacity, comparer)];

    /// <inheritdoc/>
    public override int Count
    {
        get
        {
            using var reading = new Reading(this);
            return reading.Entries.Count;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        using var reading = new Reading(this);
        return reading.Entries.TryGetValue(key, out value);
    }

    /// <inheritdoc/>
    public override void Set(TKey key, TValue value) =>
        Write(static (entries, item) =>
        {
            entries[item.key] = item.value;
            return true;
        }, (key, value));

    /// <inheritdoc/>
    public override bool TryAdd(TKey key, TValue value) =>
        Write(static (entries, item) => entries.TryAdd(item.key, item.value), (key, value));

    /// <inheritdoc/>
    public override bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue) =>
        Write(
            static (entries, item) => entries.Update(item.key, item.newValue, item.comparisonValue),
            (key, newValue, comparisonValue),
            static (entries, item) => entries[item.key] = item.newValue);

    /// <inheritdoc/>
    public override bool TryRemove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var removed = new StrongBox();
        bool found = Write(static (entries, item) => entries.Remove(item.key, out item.removed.Value), (key, removed));
        value = removed.Value;
        return found;
    }

    /// <inheritdoc/>
    public override bool TryRemove(KeyValuePair<TKey, TValue> item)
    {
        KeyOf(item);
        return Write(static (entries, item) => entries.Remove(item), item, static (entries, item) => entries.Remove(item.Key));
    }

    /// <inheritdoc/>
    public override void Clear() =>
        Write(static (entries, _) =>
        {
            entries.Clear();
            return true;
        }, 0);

    /// <summary>The entries at one moment, copied when the enumeration begins.</summary>
    public override IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        using var reading = new Reading(this);
        return ((IEnumerable<KeyValuePair<TKey, TValue>>)[.. reading.Entries]).GetEnumerator();
    }

    /// <param name="change">What is done to the first copy; whether it changed anything.</param>
    /// <param name="state">What it is done with.</param>
    /// <param name="again">What is done to the second copy, when that is not the same: a comparison of values is made once, for the values
    /// may have changed by the second time, and the copies would part.</param>
    private bool Write<TState>(
        Func<Dictionary<TKey, TValue>, TState, bool> change, TState state, Action<Dictionary<TKey, TValue>, TState>? again = null)
    {
        lock (gate)
        {
            // plain: only the holder of the lock writes side and indicator.
            int shown = side;
            bool changed = change(copies[1 - shown], state);
            if (!changed)
                return false;

            // full fence: the side before the looks at the readers. Pairs with the increment in Reading. Without it a reader that is not
            // seen yet still goes to the side we are about to change: litmus/stores/LeftRightArrive.litmus, on x64 too.
            Interlocked.Exchange(ref side, 1 - shown);

            int used = indicator;
            WaitUntilEmpty(readers[1 - used]);
            // full fence: the new indicator before the look at the old one; as above, with the same partner.
            Interlocked.Exchange(ref indicator, 1 - used);
            WaitUntilEmpty(readers[used]);

            if (again is null)
                change(copies[shown], state);
            else
                again(copies[shown], state);
            return true;
        }
    }

    private static void WaitUntilEmpty(ThreadCells readers)
    {
        // Never asleep: a sleep can be interrupted, and an exception here would leave one copy changed and the other not.
        var spin = new SpinWait();
        while (!readers.IsZero)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private readonly ref struct Reading
    {
        private readonly ref long cell;

        public Reading(LeftRightStore<TKey, TValue> store)
        {
            // plain: whichever indicator it is, the writer waits for both; a stale one only makes it wait longer.
            cell = ref store.readers[store.indicator].Mine;
            // full fence: the announcement before the load of side. Pairs with the exchange of side in Write.
            Interlocked.Increment(ref cell);
            // acquire: the copy's content after the side. Pairs with the exchange of side, which releases what the writer did to the copy.
            // Without it: litmus/stores/LeftRightSide.litmus.
            Entries = store.copies[Volatile.Read(ref store.side)];
        }

        public Dictionary<TKey, TValue> Entries { get; }

        // release: the reads of the copy before the departure. Pairs with ThreadCells.IsZero. Without it: litmus/dotnet/Recycle.litmus.
        public void Dispose() => Interlocked.Decrement(ref cell);
    }

    private sealed class StrongBox
    {
        public TValue? Value;
    }
}
