namespace MemoryModelLab.Consistency.Histories;

/// <summary>
/// Puts a history together, operation by operation. For tests and for recorders:
/// <code>
/// var history = new HistoryBuilder();
/// history.Write("A", "x", 1, from: 0, to: 2);
/// history.Read("B", "x", 0, from: 3, to: 4);
/// Verdict verdict = Linearizable.Check(history.Build());
/// </code>
/// </summary>
public sealed class HistoryBuilder
{
    private readonly NameTable clients = new();
    private readonly NameTable keys = new();
    private readonly NameTable replicas = new();
    private readonly NameTable values = new();
    private readonly List<Operation> operations = [];

    /// <summary>The history's name.</summary>
    public string Name { get; set; } = "history";

    /// <summary>The value of every key before the first operation.</summary>
    public long Initial { get; set; }

    /// <summary>What was done to the system meanwhile.</summary>
    public IList<Fault> Faults { get; } = [];

    /// <summary>How many operations there are.</summary>
    public int Count => operations.Count;

    internal NameTable Clients => clients;

    internal NameTable Keys => keys;

    internal NameTable Replicas => replicas;

    /// <summary>Adds a read that returned <paramref name="value"/>.</summary>
    public void Read(string client, string key, long value, long from, long to, string? replica = null, bool isFinal = false) =>
        Add(OperationKind.Read, Outcome.Ok, client, key, value, 0, from, to, replica, isFinal);

    /// <summary>
    /// Adds a write of <paramref name="value"/>; one that was never answered when <paramref name="to"/> is left out. Its place in the servers' own order of
    /// the writes is <paramref name="version"/>, or -1 when that is not recorded.
    /// </summary>
    public void Write(string client, string key, long value, long from, long to = Operation.Never, string? replica = null, long version = -1) =>
        Add(OperationKind.Write, to == Operation.Never ? Outcome.Info : Outcome.Ok, client, key, value, 0, from, to, replica, false, version);

    /// <summary>Adds a compare-and-set; one that was never answered when <paramref name="succeeded"/> is null.</summary>
    public void CompareAndSet(string client, string key, long expected, long value, bool? succeeded, long from, long to = Operation.Never) =>
        Add(OperationKind.CompareAndSet, succeeded switch { true => Outcome.Ok, false => Outcome.Fail, null => Outcome.Info }, client, key, value, expected, from, to, null, false);

    /// <summary>Adds a deletion, after which the key has the value it had before the first operation; one that was never answered when <paramref name="to"/> is left out.</summary>
    public void Delete(string client, string key, long from, long to = Operation.Never) =>
        Add(OperationKind.Delete, to == Operation.Never ? Outcome.Info : Outcome.Ok, client, key, Initial, 0, from, to);

    /// <summary>Adds a write that is known to have changed nothing.</summary>
    public void FailedWrite(string client, string key, long value, long from, long to) => Add(OperationKind.Write, Outcome.Fail, client, key, value, 0, from, to);

    /// <summary>Adds a read that was never answered: its client does nothing after it.</summary>
    public void UnansweredRead(string client, string key, long from) => Add(OperationKind.Read, Outcome.Info, client, key, Initial, 0, from, Operation.Never);

    /// <summary>The number that stands for a value that is no number.</summary>
    public long ValueOf(string text) => NameTable.ValueOf(values.Add(text));

    /// <summary>The history so far.</summary>
    /// <exception cref="InvalidOperationException">A client's operations overlap, or one ends before it begins.</exception>
    public History Build()
    {
        Operation[] sorted = [.. Order().Select(i => operations[i].Kind == OperationKind.Delete ? operations[i] with { Value = Initial } : operations[i])];
        var free = new long[clients.Count];
        Array.Fill(free, long.MinValue);
        foreach (ref readonly Operation operation in sorted.AsSpan())
        {
            if (operation.Response < operation.Invocation) throw new InvalidOperationException($"operation {operation.Id} is answered at {operation.Response}, before it is invoked at {operation.Invocation}");
            if (operation.Invocation < free[operation.Client])
            {
                throw new InvalidOperationException(
                    $"operation {operation.Id} of client {clients[operation.Client]} is invoked at {operation.Invocation}, before the client's operation before it is answered; a client is sequential, and calls no more once it was not answered");
            }

            free[operation.Client] = operation.Response;
        }

        return new History(Name, sorted, clients, keys, replicas, values, Initial) { Faults = [.. Faults] };
    }

    internal Operation this[int index] => operations[index];

    /// <summary>The operations by invocation.</summary>
    internal int[] Order()
    {
        int[] order = [.. Enumerable.Range(0, operations.Count)];
        Array.Sort(order, Compare);
        return order;
    }

    internal void Add(in Operation operation) => operations.Add(operation);

    private int Compare(int a, int b)
    {
        int byTime = operations[a].Invocation.CompareTo(operations[b].Invocation);
        return byTime != 0 ? byTime : a.CompareTo(b);
    }

    internal void Add(OperationKind kind, Outcome outcome, string client, string key, long value, long expected, long from, long to, string? replica = null, bool isFinal = false, long version = -1) =>
        operations.Add(new Operation
        {
            Id = operations.Count,
            Client = clients.Add(client),
            Key = keys.Add(key),
            Kind = kind,
            Outcome = outcome,
            Value = value,
            Expected = expected,
            Invocation = from,
            Response = to,
            Replica = replica is null ? -1 : replicas.Add(replica),
            Version = version,
            IsFinal = isFinal,
        });
}
