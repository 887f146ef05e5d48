using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>
/// Strict consistency: every operation takes effect at its invocation, a read returns the latest write invoked before it. At one instant the order of the
/// history counts. An update of unknown outcome may have taken effect then, or never: the values a key may have are kept, and what an answer excludes leaves them.
/// </summary>
internal sealed class Strict
{
    private readonly History history;
    private readonly Key?[] keys;

    private Strict(History history) => (this.history, keys) = (history, new Key?[history.Keys.Count]);

    /// <summary>The first answer that is not right, and why, or null.</summary>
    public static Contradiction? Check(History history) => new Strict(history).Pass();

    private Contradiction? Pass()
    {
        for (int i = 0; i < history.Operations.Length; i++)
        {
            ref readonly Operation operation = ref history.Operations[i];
            Key key = keys[operation.Key] ??= new Key(history.Initial);
            if (Needs(operation) is { } value)
            {
                if (!key.May(value)) return Wrong(key, i, value);
                key.Fix(value, i);
            }
            else if (operation is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Fail })
            {
                if (key.Must(operation.Expected)) return Wrong(key, i, operation.Expected);
                key.Exclude(operation.Expected, i);
            }

            if (!operation.MayWrite) continue;
            if (operation.Outcome == Outcome.Ok) key.Fix(operation.Value, i);
            else if (operation.Kind != OperationKind.CompareAndSet || key.May(operation.Expected)) key.Add(operation.Value);
        }

        return null;
    }

    /// <summary>The value that was there, by the answer.</summary>
    private static long? Needs(in Operation operation) =>
        operation.ReturnsValue ? operation.Value : operation is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Ok } ? operation.Expected : null;

    /// <summary>An answer, what had fixed or excluded the value, and what wrote the values that both saw.</summary>
    private Contradiction Wrong(Key key, int at, long value)
    {
        int by = key.Excluded.GetValueOrDefault(value, key.FixedBy);
        var core = new SortedSet<int> { at };
        string found = $"{Sentence(at)} at {history.Operations[at].Invocation}";
        if (Source(at, value) is { } source) core.Add(source);
        if (by < 0) return new Contradiction([.. core], $"{found}, {(core.Count > 1 ? "before that was written" : "and nobody had written it")}");
        core.Add(by);
        if (Needs(history.Operations[at]) is null) core.UnionWith(key.Excluded.Values); // what left no other value
        if (Needs(history.Operations[by]) is { } saw && Source(by, saw) is { } earlier) core.Add(earlier);
        return new Contradiction([.. core], $"{found}, after {Sentence(by)} at {history.Operations[by].Invocation}");
    }

    /// <summary>The last update before an operation, or after it where there is none before, that may have written a value.</summary>
    private int? Source(int before, long value)
    {
        int key = history.Operations[before].Key;
        bool Writes(int i) => history.Operations[i].MayWrite && history.Operations[i].Key == key && history.Operations[i].Value == value;
        for (int i = before - 1; i >= 0; i--)
        {
            if (Writes(i)) return i;
        }

        for (int i = before + 1; value != history.Initial && i < history.Operations.Length; i++)
        {
            if (Writes(i)) return i;
        }

        return null;
    }

    private string Sentence(int operation)
    {
        ref readonly Operation it = ref history.Operations[operation];
        string client = history.ClientOf(operation);
        return (it.Kind, it.Outcome) switch
        {
            (OperationKind.Read, _) => $"{client} read {history.Describe(it.Key, it.Value)}",
            (OperationKind.CompareAndSet, Outcome.Fail) => $"{client} did not find {history.Describe(it.Key, it.Expected)}",
            (OperationKind.CompareAndSet, _) => $"{client} changed {history.Describe(it.Key, it.Expected)} to {history.Shown(it.Value)}",
            _ => $"{client} wrote {history.Describe(it.Key, it.Value)}",
        };
    }

    /// <summary>The values a key may have.</summary>
    private sealed class Key(long initial)
    {
        private HashSet<long> values = [initial];

        /// <summary>What fixed the value last; -1 when nothing has.</summary>
        public int FixedBy { get; private set; } = -1;

        /// <summary>Values that are not there, and what said so, since the value was fixed.</summary>
        public Dictionary<long, int> Excluded { get; private set; } = [];

        public bool May(long value) => values.Contains(value);

        public bool Must(long value) => values.Count == 1 && values.Contains(value);

        public void Add(long value)
        {
            values.Add(value);
            Excluded.Remove(value);
        }

        public void Exclude(long value, int by)
        {
            values.Remove(value);
            Excluded[value] = by;
        }

        public void Fix(long value, int by)
        {
            // New ones where they were many: clearing takes as long as they ever were.
            if (values.Count > 1) values = [];
            values.Clear();
            values.Add(value);
            if (Excluded.Count > 0) Excluded = [];
            FixedBy = by;
        }
    }
}
