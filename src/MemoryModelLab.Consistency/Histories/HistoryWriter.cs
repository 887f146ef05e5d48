using System.Text.Json;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>Writes histories as <c>mml-kv-history/1</c>, which <see cref="HistoryReader"/> reads.</summary>
public static class HistoryWriter
{
    /// <summary>The history as text, a line an operation.</summary>
    public static string Write(History history)
    {
        using var text = new StringWriter();
        Write(history, text);
        return text.ToString();
    }

    /// <summary>Writes the history, a line an operation.</summary>
    public static void Write(History history, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(output);
        var lines = new HistoryLines(output, history.Text);
        lines.Add(json =>
        {
            json.WriteString("schema", "mml-kv-history/1");
            json.WriteString("name", history.Name);
            lines.Value(json, "initial", history.Initial);
        });
        foreach (Fault fault in history.Faults)
        {
            lines.Add(json =>
            {
                json.WriteString("fault", fault.Text);
                json.WriteNumber("call", fault.From);
                json.WriteNumber("ret", fault.To);
            });
        }

        foreach (Operation operation in history.Operations) lines.Add(json => Write(lines, json, history, operation));
    }

    private static void Write(HistoryLines lines, Utf8JsonWriter json, History history, in Operation operation)
    {
        json.WriteNumber("id", operation.Id);
        json.WriteString("client", history.Clients[operation.Client]);
        json.WriteString("key", history.Keys[operation.Key]);
        json.WriteString("f", operation.Kind switch
        {
            OperationKind.Read => "read",
            OperationKind.Write => "write",
            OperationKind.CompareAndSet => "cas",
            OperationKind.Append => "append",
            _ => "delete",
        });
        if (operation.Kind == OperationKind.CompareAndSet)
        {
            lines.Exchange(json, operation.Expected, operation.Value);
        }
        else if (operation.Kind != OperationKind.Delete && (operation.Kind != OperationKind.Read || operation.ReturnsValue))
        {
            lines.Value(json, "v", operation.Value);
        }

        if (operation.Outcome == Outcome.Fail) json.WriteBoolean("ok", false);
        else if (operation is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Ok }) json.WriteBoolean("ok", true);
        HistoryLines.Times(json, operation.Invocation, operation.Response);
        if (operation.Replica >= 0) json.WriteString("replica", history.Replicas[operation.Replica]);
        if (operation.Version >= 0) json.WriteNumber("ver", operation.Version);
        if (operation.IsFinal) json.WriteBoolean("final", true);
    }
}
