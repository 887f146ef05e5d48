using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>Writes histories as <c>mml-kv-history/1</c>, which <see cref="HistoryReader"/> reads.</summary>
public static class HistoryWriter
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The history as text, a line an operation.</summary>
    public static string Write(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var text = new StringBuilder();
        Line(text, json =>
        {
            json.WriteString("schema", "mml-kv-history/1");
            json.WriteString("name", history.Name);
            Value(json, history, "initial", history.Initial);
        });
        foreach (Fault fault in history.Faults)
        {
            Line(text, json =>
            {
                json.WriteString("fault", fault.Text);
                json.WriteNumber("call", fault.From);
                json.WriteNumber("ret", fault.To);
            });
        }

        foreach (Operation operation in history.Operations) Line(text, json => Write(json, history, operation));
        return text.ToString();
    }

    private static void Line(StringBuilder text, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        text.Append(Encoding.UTF8.GetString(buffer.WrittenSpan)).Append('\n');
    }

    private static void Write(Utf8JsonWriter json, History history, in Operation operation)
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
            json.WriteStartArray("cas");
            Value(json, history, null, operation.Expected);
            Value(json, history, null, operation.Value);
            json.WriteEndArray();
        }
        else if (operation.Kind != OperationKind.Delete && (operation.Kind != OperationKind.Read || operation.ReturnsValue))
        {
            Value(json, history, "v", operation.Value);
        }

        if (operation.Outcome == Outcome.Fail) json.WriteBoolean("ok", false);
        else if (operation is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Ok }) json.WriteBoolean("ok", true);
        json.WriteNumber("call", operation.Invocation);
        if (operation.Response == Operation.Never) json.WriteNull("ret");
        else json.WriteNumber("ret", operation.Response);
        if (operation.Replica >= 0) json.WriteString("replica", history.Replicas[operation.Replica]);
        if (operation.Version >= 0) json.WriteNumber("ver", operation.Version);
        if (operation.IsFinal) json.WriteBoolean("final", true);
    }

    private static void Value(Utf8JsonWriter json, History history, string? name, long value)
    {
        bool isText = NameTable.IsName(value);
        if (name is not null) json.WritePropertyName(name);
        if (isText) json.WriteStringValue(history.Text(value));
        else json.WriteNumberValue(value);
    }
}
