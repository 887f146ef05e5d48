namespace MemoryModelLab.Consistency.Histories;

/// <summary>
/// What was recorded of a run: the operations, in the order of their invocations. A client's operations do not overlap, and one that was
/// never answered is its client's last.
/// </summary>
public sealed class History
{
    private readonly Operation[] operations;

    internal History(string name, Operation[] operations, NameTable clients, NameTable keys, NameTable replicas, NameTable values, long initial)
    {
        Name = name;
        this.operations = operations;
        (Clients, Keys, Replicas, Values) = (clients, keys, replicas, values);
        Initial = initial;
    }

    /// <summary>The history's name.</summary>
    public string Name { get; }

    /// <summary>The operations, by invocation.</summary>
    public ReadOnlySpan<Operation> Operations => operations;

    /// <summary>The clients' names.</summary>
    public NameTable Clients { get; }

    /// <summary>The keys' names.</summary>
    public NameTable Keys { get; }

    /// <summary>The replicas' names.</summary>
    public NameTable Replicas { get; }

    /// <summary>The value of every key before the first operation.</summary>
    public long Initial { get; }

    /// <summary>What was done to the system meanwhile: partitions, crashes.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    internal NameTable Values { get; }

    /// <summary>A value as it was written in the source.</summary>
    public string Text(long value) => NameTable.IsName(value) ? Values[NameTable.IndexOf(value)] : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A value as it is shown: a text that looks like a number in quotes.</summary>
    public string Shown(long value) => NameTable.IsName(value) ? NameTable.Shown(Text(value)) : Text(value);

    /// <summary>The name of an operation's client in sentences.</summary>
    internal string ClientOf(int index) => $"client {Clients[operations[index].Client]}";

    /// <summary>A key with a value, in sentences.</summary>
    internal string Describe(int key, long value) => $"{Keys[key]}={Shown(value)}";

    /// <summary>The history of some of the operations, by their indices, which keep their names.</summary>
    public History Only(IEnumerable<int> indices) =>
        new(Name, [.. indices.Order().Select(i => operations[i])], Clients, Keys, Replicas, Values, Initial) { Faults = Faults };

    /// <summary>What a witness knew at <paramref name="time"/>: what was invoked before; what was answered later is not answered yet.</summary>
    public History Until(long time) =>
        new(Name, [.. operations.Where(o => o.Invocation < time).Select(o => o.Response < time ? o : o with { Response = Operation.Never, Outcome = o.Outcome == Outcome.Fail ? Outcome.Fail : Outcome.Info })], Clients, Keys, Replicas, Values, Initial);

    /// <summary>The same operations at other times, in the same order; without faults.</summary>
    internal History WithTimes(Func<long, long> time) =>
        new(Name, Array.ConvertAll(operations, o => o with { Invocation = time(o.Invocation), Response = time(o.Response) }), Clients, Keys, Replicas, Values, Initial);

    /// <summary>The indices of each key's operations, by invocation.</summary>
    internal int[][] ByKey() => Group(Keys.Count, static o => o.Key);

    /// <summary>The indices of each client's operations, in program order.</summary>
    internal int[][] ByClient() => Group(Clients.Count, static o => o.Client);

    private int[][] Group(int count, Func<Operation, int> group)
    {
        var sizes = new int[count];
        foreach (ref readonly Operation operation in operations.AsSpan()) sizes[group(operation)]++;
        int[][] groups = Array.ConvertAll(sizes, size => new int[size]);
        for (int i = operations.Length - 1; i >= 0; i--)
        {
            int at = group(operations[i]);
            groups[at][--sizes[at]] = i;
        }

        return groups;
    }
}
