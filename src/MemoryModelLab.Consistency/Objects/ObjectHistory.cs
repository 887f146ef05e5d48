using System.Globalization;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>What was recorded of objects of one type: the operations in the order of their invocations.</summary>
public sealed class ObjectHistory
{
    private readonly NameTable texts;

    /// <summary>A history of objects.</summary>
    /// <param name="name">The history's name.</param>
    /// <param name="type">What the objects are.</param>
    /// <param name="operations">The operations, in any order.</param>
    /// <exception cref="ArgumentException">The type has no such function, or an operation ends before it begins.</exception>
    public ObjectHistory(string name, ObjectType type, IEnumerable<ObjectOperation> operations)
        : this(name, type, operations, new NameTable())
    {
    }

    internal ObjectHistory(string name, ObjectType type, IEnumerable<ObjectOperation> operations, NameTable texts)
    {
        ArgumentNullException.ThrowIfNull(type);
        (Name, Type, this.texts) = (name, type, texts);
        Operations = [.. operations.OrderBy(o => o.Invocation)];
        foreach (ObjectOperation operation in Operations)
        {
            if (!type.Functions.Contains(operation.Function)) throw new ArgumentException($"operation {operation.Id}: a {type.Name} has no '{operation.Function}' (it has {string.Join(", ", type.Functions)})", nameof(operations));
            if (operation.Response < operation.Invocation) throw new ArgumentException($"operation {operation.Id} is answered at {operation.Response}, before it is invoked at {operation.Invocation}", nameof(operations));
        }
    }

    /// <summary>The history's name.</summary>
    public string Name { get; }

    /// <summary>What the objects are.</summary>
    public ObjectType Type { get; }

    /// <summary>The operations, by invocation.</summary>
    public IReadOnlyList<ObjectOperation> Operations { get; }

    /// <summary>A register's value before the first operation.</summary>
    public long Initial { get; init; }

    /// <summary>A value as it was written in the source.</summary>
    public string Text(long value) =>
        value == ObjectOperation.Empty ? "nothing" : NameTable.IsName(value) ? texts[NameTable.IndexOf(value) - 1] : value.ToString(CultureInfo.InvariantCulture);

    private string Shown(long value) => NameTable.IsName(value) && value != ObjectOperation.Empty ? NameTable.Shown(Text(value)) : Text(value);

    /// <summary>What an operation asks and gets, in the notation of a method call.</summary>
    public string Call(ObjectOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        bool hasArgument = operation.Function is not ("dequeue" or "pop" or "read" or "delete");
        string argument = operation.Function == "cas" ? $"{Shown(operation.Expected)}->{Shown(operation.Argument)}" : hasArgument ? Shown(operation.Argument) : "";
        bool isTruth = operation.Function is "contains" or "cas" || (Type == ObjectType.Set && operation.Function is "add" or "remove");
        string answer = operation.Items is { } items ? $" = [{string.Join(' ', items.Take(12).Select(Shown))}{(items.Count > 12 ? " …" : "")}]"
            : operation.Answer is { } value ? $" = {(isTruth ? value == 1 ? "true" : "false" : Shown(value))}"
            : "";
        return $"{operation.Function}({argument}){answer}";
    }

    /// <summary>The names of texts: the first is 1, so that none is <see cref="ObjectOperation.Empty"/>.</summary>
    internal static long NumberOf(NameTable texts, string text) => NameTable.ValueOf(texts.Add(text) + 1);

    internal string Describe(ObjectOperation operation) => $"client {operation.Client} {Call(operation)}";

    internal ObjectHistory With(IEnumerable<ObjectOperation> operations) => new(Name, Type, operations, texts) { Initial = Initial };
}
