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

    internal NameTable Values { get; }

    /// <summary>A value as it was written in the source.</summary>
    public string Text(long value) => NameTable.IsName(value) ? Values[NameTable.IndexOf(value)] : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
