using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Recording;

/// <summary>
/// One client's part of a recorded history. Take <see cref="HistoryClock.Now"/> before the operation, and say afterwards what it was and gave.
/// A client does one operation after another: it belongs to one thread, or to one asynchronous method.
/// </summary>
/// <typeparam name="TKey">The store's keys.</typeparam>
/// <typeparam name="TValue">Its values.</typeparam>
public sealed class HistoryClient<TKey, TValue>
    where TKey : notnull
{
    private const int ChunkLength = 1 << 13; // large objects: the collector does not move them

    private readonly List<Entry[]> full = [];
    private Entry[] chunk = GC.AllocateUninitializedArray<Entry>(ChunkLength);
    private int count;

    internal HistoryClient()
    {
    }

    /// <summary>When the first operation was begun.</summary>
    internal long Start => full.Count > 0 ? full[0][0].Begun : count > 0 ? chunk[0].Begun : long.MaxValue;

    /// <summary>
    /// The time of the last operation's answer. In a tight loop it may stand for the time before the next operation, and one reading of the clock is
    /// enough: the operation then seems to have begun a little earlier, which can hide a violation but never make one up.
    /// </summary>
    public long Next { get; private set; }

    /// <summary>A read that returned <paramref name="value"/>.</summary>
    public void Read(TKey key, TValue value, long begun) => Add(OperationKind.Read, Outcome.Ok, key, value, default!, begun);

    /// <summary>A write that was answered.</summary>
    public void Write(TKey key, TValue value, long begun) => Add(OperationKind.Write, Outcome.Ok, key, value, default!, begun);

    /// <summary>A write of which nobody knows whether it took effect, or will. The thread goes on as another client.</summary>
    public void WriteUnknown(TKey key, TValue value, long begun) => Add(OperationKind.Write, Outcome.Info, key, value, default!, begun);

    /// <summary>A removal: the key has the initial value again.</summary>
    public void Delete(TKey key, long begun) => Add(OperationKind.Delete, Outcome.Ok, key, default!, default!, begun);

    /// <summary>A compare-and-set that succeeded, found another value, or (null) of unknown outcome, after which the thread goes on as another client.</summary>
    public void CompareAndSet(TKey key, TValue expected, TValue value, bool? succeeded, long begun) =>
        Add(OperationKind.CompareAndSet, succeeded switch { true => Outcome.Ok, false => Outcome.Fail, null => Outcome.Info }, key, value, expected, begun);

    /// <summary>Adds everything to a history, as one client or, after unknown outcomes, several, and returns the number of the next client.</summary>
    internal int AddTo(HistoryBuilder builder, RecordedKeys<TKey> keys, RecordedValues<TValue> values, int session, long start)
    {
        string name = $"{session}";
        foreach (Entry[] entries in full.Append(chunk))
        {
            foreach (ref readonly Entry entry in entries.AsSpan(0, ReferenceEquals(entries, chunk) ? count : entries.Length))
            {
                long from = entry.Begun - start, to = entry.Ended - start;
                string key = keys.Name(entry.Key);
                long value = entry.Kind == OperationKind.Delete ? builder.Initial : values.Number(entry.Value);
                builder.Add(entry.Kind, entry.Outcome, name, key, value, entry.Kind == OperationKind.CompareAndSet ? values.Number(entry.Expected) : 0, from, entry.Outcome == Outcome.Info ? Operation.Never : to);
                if (entry.Outcome == Outcome.Info) name = $"{++session}";
            }
        }

        return session + 1;
    }

    private void Add(OperationKind kind, Outcome outcome, TKey key, TValue value, TValue expected, long begun)
    {
        long ended = HistoryClock.Now;
        if (count == ChunkLength) Grow();
        ref Entry entry = ref chunk[count++];
        Next = ended;
        entry.Begun = begun;
        entry.Ended = ended;
        entry.Key = key;
        entry.Value = value;
        entry.Expected = expected;
        entry.Kind = kind;
        entry.Outcome = outcome;
    }

    private void Grow()
    {
        full.Add(chunk);
        chunk = GC.AllocateUninitializedArray<Entry>(ChunkLength);
        count = 0;
    }

    private struct Entry
    {
        public long Begun, Ended;
        public TKey Key;
        public TValue Value, Expected;
        public OperationKind Kind;
        public Outcome Outcome;
    }
}
