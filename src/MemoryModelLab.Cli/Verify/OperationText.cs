using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Cli.Verify;

/// <summary>An operation on a key in the notation of the literature.</summary>
internal static class OperationText
{
    /// <summary>An operation as a line: who, what, when.</summary>
    public static string Of(History history, int index) => new HistoryView(new RecordedHistory(history)).Line(index);

    public static string Call(History history, int index)
    {
        Operation operation = history.Operations[index];
        string key = history.Keys[operation.Key], value = history.Shown(operation.Value);
        string what = operation.Kind switch
        {
            OperationKind.Read => $"r({key}){(operation.ReturnsValue ? value : "?")}",
            OperationKind.CompareAndSet => $"cas({key}){history.Shown(operation.Expected)}->{value}{(operation.Outcome == Outcome.Fail ? " failed" : "")}",
            OperationKind.Delete => $"delete({key})",
            OperationKind.Append => $"append({key}){value}",
            _ => $"w({key}){value}{(operation.Outcome == Outcome.Fail ? " failed" : "")}",
        };
        return operation.Replica >= 0 ? $"{what}@{history.Replicas[operation.Replica]}" : what;
    }
}
