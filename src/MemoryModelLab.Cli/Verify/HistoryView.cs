using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Cli.Verify;

/// <summary>What reports show of a history, whatever its objects are: operations by index, each with who, what and when.</summary>
internal sealed class HistoryView(RecordedHistory recorded)
{
    public string Name => recorded.Name;

    public int Count => recorded.Count;

    public int Clients => recorded.Registers?.Clients.Count ?? recorded.Objects!.Operations.Select(o => o.Client).Distinct().Count();

    public int Keys => recorded.Registers?.Keys.Count ?? recorded.Objects!.Operations.Select(o => o.Key).Distinct().Count();

    /// <summary>What the objects are.</summary>
    public string Type => recorded.Objects?.Type.Name ?? "key-value";

    public IReadOnlyList<Fault> Faults => recorded.Faults;

    public long Id(int index) => recorded.Registers?.Operations[index].Id ?? recorded.Objects!.Operations[index].Id;

    public string Client(int index) => recorded.Registers is { } history ? history.Clients[history.Operations[index].Client] : recorded.Objects!.Operations[index].Client;

    public string Key(int index) => recorded.Registers is { } history ? history.Keys[history.Operations[index].Key] : recorded.Objects!.Operations[index].Key;

    public (long From, long To) Times(int index) => recorded.Registers is { } history
        ? (history.Operations[index].Invocation, history.Operations[index].Response)
        : (recorded.Objects!.Operations[index].Invocation, recorded.Objects.Operations[index].Response);

    public Outcome Outcome(int index) => recorded.Registers?.Operations[index].Outcome ?? recorded.Objects!.Operations[index].Outcome;

    /// <summary>Whether it changes its object.</summary>
    public bool IsUpdate(int index) => recorded.Registers is { } history ? history.Operations[index].Kind != OperationKind.Read : recorded.Objects!.Operations[index].Function is not ("read" or "contains");

    /// <summary>What was asked and answered.</summary>
    public string Call(int index)
    {
        if (recorded.Registers is { } history) return OperationText.Call(history, index);
        ObjectOperation operation = recorded.Objects!.Operations[index];
        return $"{operation.Key}.{recorded.Objects.Call(operation)}{(operation.Outcome == Consistency.Histories.Outcome.Fail ? " failed" : "")}";
    }

    /// <summary>An operation as a line: who, what, when.</summary>
    public string Line(int index)
    {
        (long from, long to) = Times(index);
        return $"operation {Id(index)}, client {Client(index)}: {Call(index)} [{from}, {(to == Operation.Never ? "unknown" : $"{to}")}]";
    }

    public IReadOnlyList<long> Ids(IReadOnlyList<int> operations) => [.. operations.Select(Id)];
}
