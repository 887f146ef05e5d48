using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Cli.Verify;

/// <summary>An operation as a line: who, what, when.</summary>
internal static class OperationText
{
    public static string Of(History history, int index)
    {
        Operation operation = history.Operations[index];
        string key = history.Keys[operation.Key], value = history.Text(operation.Value);
        string what = operation.Kind switch
        {
            OperationKind.Read => $"r({key}){(operation.ReturnsValue ? value : "?")}",
            OperationKind.CompareAndSet => $"cas({key}){history.Text(operation.Expected)}->{value}{(operation.Outcome == Outcome.Fail ? " failed" : "")}",
            OperationKind.Delete => $"delete({key})",
            OperationKind.Append => $"append({key}){value}",
            _ => $"w({key}){value}{(operation.Outcome == Outcome.Fail ? " failed" : "")}",
        };
        string replica = operation.Replica >= 0 ? $"@{history.Replicas[operation.Replica]}" : "";
        string end = operation.Response == Operation.Never ? "unknown" : $"{operation.Response}";
        return $"operation {operation.Id}, client {history.Clients[operation.Client]}: {what}{replica} [{operation.Invocation}, {end}]";
    }
}
