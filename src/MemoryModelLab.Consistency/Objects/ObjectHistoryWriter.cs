using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>Writes histories of objects as <c>mml-kv-history/1</c> with a <c>type</c>.</summary>
public static class ObjectHistoryWriter
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The history as text, a line an operation.</summary>
    public static string Write(ObjectHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var text = new StringBuilder();
        Line(text, json =>
        {
            json.WriteString("schema", "mml-kv-history/1");
            json.WriteString("type", history.Type.Name);
            json.WriteString("name", history.Name);
            if (history.Initial != 0) Value(json, history, "initial", history.Initial);
        });
        foreach (ObjectOperation operation in history.Operations) Line(text, json => Write(json, history, operation));
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

    private static void Write(Utf8JsonWriter json, ObjectHistory history, ObjectOperation operation)
    {
        bool isTruth = operation.Function == "cas" || (history.Type == ObjectType.Set && operation.Function != "read");
        json.WriteNumber("id", operation.Id);
        json.WriteString("client", operation.Client);
        json.WriteString("key", operation.Key);
        json.WriteString("f", operation.Function);
        if (operation.Items is { } items)
        {
            json.WriteStartArray("v");
            foreach (long item in items) Value(json, history, null, item);
            json.WriteEndArray();
        }
        else if (operation.Function == "cas")
        {
            json.WriteStartArray("cas");
            Value(json, history, null, operation.Expected);
            Value(json, history, null, operation.Argument);
            json.WriteEndArray();
        }
        else if (operation.Function is "dequeue" or "pop" or "read")
        {
            if (operation.Answer is { } answer) Value(json, history, "v", answer);
        }
        else
        {
            Value(json, history, "v", operation.Argument);
            if (!isTruth && operation.Answer is { } sum) json.WriteNumber("sum", sum);
        }

        if (isTruth && operation.Answer is { } truth) json.WriteBoolean("ok", truth == 1);
        if (operation.Outcome == Outcome.Fail) json.WriteBoolean("ok", false);
        json.WriteNumber("call", operation.Invocation);
        if (operation.Response == Operation.Never) json.WriteNull("ret");
        else json.WriteNumber("ret", operation.Response);
    }

    private static void Value(Utf8JsonWriter json, ObjectHistory history, string? name, long value)
    {
        if (name is not null) json.WritePropertyName(name);
        if (value == ObjectOperation.Empty) json.WriteNullValue();
        else if (NameTable.IsName(value)) json.WriteStringValue(history.Text(value));
        else json.WriteNumberValue(value);
    }
}
