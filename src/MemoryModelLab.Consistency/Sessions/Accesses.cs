using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Sessions;

/// <summary>
/// A history as reads and writes of sessions with the write each read returns (rf). A compare-and-set that succeeded is a read of what it expected
/// and then a write, seen by every model that orders sessions; so is one of unknown outcome when somebody saw what nobody else could have written.
/// One that failed, and whatever is not known to have happened and was seen by nobody, says nothing here.
/// </summary>
internal sealed class Accesses
{
    /// <summary>The source of a read of the initial value.</summary>
    public const int Initial = -1;

    /// <summary>The source of what is no read.</summary>
    public const int None = -2;

    private readonly ValueTable? valuesRead; // only where operations of unknown outcome ask for it
    private readonly HashSet<int> seen = []; // compare-and-sets of unknown outcome that took effect
    private readonly int writes;

    public Accesses(History history)
    {
        History = history;
        valuesRead = CollectValuesRead(history);
        Sessions = history.ByClient();
        int n = history.Operations.Length;
        Source = new int[n];
        WriteNumber = new int[n];
        writes = NumberWrites();
        WritesOfKeys = new WritesOfKeys(this);
        FindSources();
    }

    public History History { get; }

    /// <summary>The operations of each session.</summary>
    public int[][] Sessions { get; }

    /// <summary>The write each read returns, <see cref="Initial"/> or <see cref="None"/>.</summary>
    public int[] Source { get; }

    /// <summary>The number of each write in its session, from 1; 0 for what is no write.</summary>
    public int[] WriteNumber { get; }

    /// <summary>
    /// Reads whose value several writes wrote, with those, the initial value first; their <see cref="Source"/> is None until it is chosen. All reads of a value share them: a compare-and-set that
    /// writes what it expects is not its own.
    /// </summary>
    public List<(int Read, int[] Sources)> Ambiguous { get; } = [];

    /// <summary>A read of what nobody wrote: no model explains it.</summary>
    public Contradiction? ThinAir { get; private set; }

    public int KeyOf(int operation) => History.Operations[operation].Key;

    public int SessionOf(int operation) => History.Operations[operation].Client;

    public bool IsWrite(int operation) => WriteNumber[operation] > 0;

    public long ValueRead(int operation) => History.Operations[operation].Kind == OperationKind.Read ? History.Operations[operation].Value : History.Operations[operation].Expected;

    /// <summary>Whether it is a compare-and-set that found another value than it expected.</summary>
    public bool IsRefused(int operation) => History.Operations[operation] is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Fail };

    /// <summary>Whether it is a compare-and-set that may have written what was seen, as another may have: what it would have read is not known.</summary>
    public bool IsUncertain(int operation) => History.Operations[operation] is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Info } && !seen.Contains(operation);

    /// <summary>The writes of each key and session.</summary>
    public WritesOfKeys WritesOfKeys { get; }

    /// <summary>An operation in a sentence.</summary>
    public string Describe(int operation)
    {
        ref readonly Operation it = ref History.Operations[operation];
        return it.Kind switch
        {
            OperationKind.Read => $"{History.ClientOf(operation)} read {History.Describe(it.Key, it.Value)}",
            OperationKind.CompareAndSet => $"{History.ClientOf(operation)} changed {History.Describe(it.Key, it.Expected)} to {History.Text(it.Value)}",
            _ => $"{History.ClientOf(operation)} wrote {History.Describe(it.Key, it.Value)}",
        };
    }

    private bool Writes(in Operation operation) => operation.MayWrite && (operation.Outcome != Outcome.Info || valuesRead!.Find(operation.Key, operation.Value) >= 0);

    private static bool Reads(in Operation operation) => operation.ReturnsValue || (operation.Kind == OperationKind.CompareAndSet && operation.Outcome == Outcome.Ok);

    private int NumberWrites()
    {
        ReadOnlySpan<Operation> operations = History.Operations;
        var counts = new int[Sessions.Length];
        int all = 0;
        for (int i = 0; i < operations.Length; i++)
        {
            if (!Writes(operations[i])) continue;
            WriteNumber[i] = ++counts[operations[i].Client];
            all++;
        }

        return all;
    }

    private ValueTable? CollectValuesRead(History history)
    {
        ReadOnlySpan<Operation> operations = history.Operations;
        var exchanges = new List<int>(); // of unknown outcome
        bool hasUnknown = false;
        int reads = 0;
        for (int i = 0; i < operations.Length; i++)
        {
            hasUnknown |= operations[i].Outcome == Outcome.Info;
            if (operations[i] is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Info }) exchanges.Add(i);
            if (Reads(operations[i])) reads++;
        }

        if (!hasUnknown) return null;
        var values = new ValueTable(reads + exchanges.Count);
        foreach (ref readonly Operation operation in operations)
        {
            if (Reads(operation)) values.TryAdd(operation.Key, operation.Kind == OperationKind.Read ? operation.Value : operation.Expected, 0);
        }

        if (exchanges.Count > 0) CollectSeen(history, exchanges, values);
        return values;
    }

    /// <summary>What took effect has seen what it expected, so that this took effect too.</summary>
    private void CollectSeen(History history, List<int> exchanges, ValueTable values)
    {
        var onlyWriter = new Dictionary<(int Key, long Value), int>(); // of what exchanges wrote; -1 where others wrote it too
        foreach (int i in exchanges) onlyWriter[(history.Operations[i].Key, history.Operations[i].Value)] = history.Operations[i].Value == history.Initial ? -1 : i;
        for (int i = 0; i < history.Operations.Length; i++)
        {
            ref readonly Operation write = ref history.Operations[i];
            if (write.MayWrite && onlyWriter.TryGetValue((write.Key, write.Value), out int only) && only != i) onlyWriter[(write.Key, write.Value)] = -1;
        }

        var work = new Stack<int>(onlyWriter.Values.Where(i => i >= 0 && values.Find(history.Operations[i].Key, history.Operations[i].Value) >= 0));
        while (work.TryPop(out int i))
        {
            ref readonly Operation it = ref history.Operations[i];
            if (seen.Add(i) && values.TryAdd(it.Key, it.Expected, 0) && onlyWriter.GetValueOrDefault((it.Key, it.Expected), -1) is >= 0 and int before) work.Push(before);
        }
    }

    private void FindSources()
    {
        ReadOnlySpan<Operation> operations = History.Operations;
        var byValue = new ValueTable(writes);
        var more = new Dictionary<(int Key, long Value), List<int>>();
        for (int i = 0; i < operations.Length; i++)
        {
            if (!IsWrite(i)) continue;
            ref readonly Operation write = ref operations[i];
            if (byValue.TryAdd(write.Key, write.Value, i) && write.Value != History.Initial) continue;
            (int, long) at = (write.Key, write.Value);
            if (!more.TryGetValue(at, out List<int>? all)) more.Add(at, all = write.Value == History.Initial ? [Initial] : [byValue.Find(write.Key, write.Value)]);
            all.Add(i);
        }

        Dictionary<(int Key, long Value), int[]> shared = more.ToDictionary(m => m.Key, m => m.Value.ToArray());
        for (int i = 0; i < operations.Length; i++)
        {
            Source[i] = None;
            if (!Reads(operations[i]) && !seen.Contains(i)) continue;
            (int Key, long Value) at = (operations[i].Key, ValueRead(i));
            if (shared.Count > 0 && shared.TryGetValue(at, out int[]? several)) Ambiguous.Add((i, several));
            else if (byValue.Find(at.Key, at.Value) is >= 0 and int write && write != i) Source[i] = write;
            else if (ValueRead(i) == History.Initial) Source[i] = Initial;
            else ThinAir ??= new Contradiction([i], $"{Describe(i)}, which nobody wrote");
        }
    }
}
