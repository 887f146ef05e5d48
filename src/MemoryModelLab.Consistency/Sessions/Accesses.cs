using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Sessions;

/// <summary>
/// A history as reads and writes of sessions with the write each read returns (rf). A compare-and-set that succeeded is a read of what it expected
/// and then a write, seen by every model that orders sessions; one that failed, and whatever is not known to have happened and was seen by nobody,
/// says nothing here.
/// </summary>
internal sealed class Accesses
{
    /// <summary>The source of a read of the initial value.</summary>
    public const int Initial = -1;

    /// <summary>The source of what is no read.</summary>
    public const int None = -2;

    private readonly int[] offsets; // of the writes of (key, session) in writes
    private readonly int[] writes;
    private readonly HashSet<(int Key, long Value)> valuesRead = []; // only where operations of unknown outcome ask for it

    public Accesses(History history)
    {
        History = history;
        CollectValuesRead();
        Sessions = history.ByClient();
        int n = history.Operations.Length;
        Source = new int[n];
        WriteNumber = new int[n];
        (offsets, writes) = Index();
        FindSources();
    }

    public History History { get; }

    /// <summary>The operations of each session.</summary>
    public int[][] Sessions { get; }

    /// <summary>The write each read returns, <see cref="Initial"/> or <see cref="None"/>.</summary>
    public int[] Source { get; }

    /// <summary>The number of each write in its session, from 1; 0 for what is no write.</summary>
    public int[] WriteNumber { get; }

    /// <summary>Reads whose value several writes wrote, with those; their <see cref="Source"/> is None until it is chosen.</summary>
    public List<(int Read, int[] Sources)> Ambiguous { get; } = [];

    /// <summary>A read of what nobody wrote: no model explains it.</summary>
    public Contradiction? ThinAir { get; private set; }

    public int KeyOf(int operation) => History.Operations[operation].Key;

    public int SessionOf(int operation) => History.Operations[operation].Client;

    public bool IsWrite(int operation) => WriteNumber[operation] > 0;

    public long ValueRead(int operation) => History.Operations[operation].Kind == OperationKind.Read ? History.Operations[operation].Value : History.Operations[operation].Expected;

    /// <summary>The last write to a key among the first <paramref name="count"/> writes of a session; -1 when there is none.</summary>
    public int LastWrite(int key, int session, int count)
    {
        int at = (key * Sessions.Length) + session;
        int low = offsets[at], high = offsets[at + 1], begin = low;
        if (low == high || count == 0) return -1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (WriteNumber[writes[middle]] <= count) low = middle + 1;
            else high = middle;
        }

        return low == begin ? -1 : writes[low - 1];
    }

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

    private bool Writes(in Operation operation) => operation.MayWrite && (operation.Outcome != Outcome.Info || valuesRead.Contains((operation.Key, operation.Value)));

    private static bool Reads(in Operation operation) => operation.ReturnsValue || (operation.Kind == OperationKind.CompareAndSet && operation.Outcome == Outcome.Ok);

    private (int[] Offsets, int[] Writes) Index()
    {
        ReadOnlySpan<Operation> operations = History.Operations;
        int sessions = Sessions.Length;
        var starts = new int[(History.Keys.Count * sessions) + 1];
        var counts = new int[sessions];
        for (int i = 0; i < operations.Length; i++)
        {
            if (!Writes(operations[i])) continue;
            WriteNumber[i] = ++counts[operations[i].Client];
            starts[(operations[i].Key * sessions) + operations[i].Client + 1]++;
        }

        for (int i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
        var sorted = new int[starts[^1]];
        int[] next = [.. starts];
        for (int i = 0; i < operations.Length; i++)
        {
            if (Writes(operations[i])) sorted[next[(operations[i].Key * sessions) + operations[i].Client]++] = i;
        }

        return (starts, sorted);
    }

    private void CollectValuesRead()
    {
        bool hasUnknown = false;
        foreach (ref readonly Operation operation in History.Operations) hasUnknown |= operation.Outcome == Outcome.Info;
        if (!hasUnknown) return;
        for (int i = 0; i < History.Operations.Length; i++)
        {
            if (Reads(History.Operations[i])) valuesRead.Add((KeyOf(i), ValueRead(i)));
        }
    }

    private void FindSources()
    {
        ReadOnlySpan<Operation> operations = History.Operations;
        var byValue = new Dictionary<(int Key, long Value), int>(writes.Length);
        var more = new Dictionary<(int Key, long Value), List<int>>();
        for (int i = 0; i < operations.Length; i++)
        {
            if (!Writes(operations[i])) continue;
            (int, long) at = (operations[i].Key, operations[i].Value);
            if (byValue.TryAdd(at, i) && operations[i].Value != History.Initial) continue;
            if (!more.TryGetValue(at, out List<int>? all)) more.Add(at, all = operations[i].Value == History.Initial ? [Initial] : [byValue[at]]);
            all.Add(i);
        }

        for (int i = 0; i < operations.Length; i++)
        {
            Source[i] = None;
            if (!Reads(operations[i])) continue;
            (int, long) at = (operations[i].Key, ValueRead(i));
            if (more.TryGetValue(at, out List<int>? several)) Ambiguous.Add((i, [.. several.Where(w => w != i)]));
            else if (byValue.TryGetValue(at, out int write) && write != i) Source[i] = write;
            else if (ValueRead(i) == History.Initial) Source[i] = Initial;
            else ThinAir ??= new Contradiction([i], $"{Describe(i)}, which nobody wrote");
        }
    }
}
