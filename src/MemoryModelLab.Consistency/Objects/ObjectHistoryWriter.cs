using System.Text.Json;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>Writes histories of objects as <c>mml-kv-history/1</c> with a <c>type</c>.</summary>
public static class ObjectHistoryWriter
{
    /// <summary>The history as text, a line an operation.</summary>
    public static string Write(ObjectHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        using var output = new StringWriter();
        var lines = new HistoryLines(output, history.Text);
        lines.Add(json =>
        {
            json.WriteString("schema", "mml-kv-history/1");
            json.WriteString("type", history.Type.Name);
            json.WriteString("name", history.Name);
            if (history.Initial != 0) Value(lines, json, "initial", history.Initial);
        });
        foreach (ObjectOperation operation in history.Operations) lines.Add(json => Write(lines, json, history, operation));
        return output.ToString();
    }

    private static void Write(HistoryLines lines, Utf8JsonWriter json, ObjectHistory history, ObjectOperation operation)
    {
        bool isTruth = operation.Function == "cas" || (history.Type == ObjectType.Set && operation.Function != "read");
        json.WriteNumber("id", operation.Id);
        json.WriteString("client", operation.Client);
        json.WriteString("key", operation.Key);
        json.WriteString("f", operation.Function);
        if (operation.Items is { } items)
        {
            json.WriteStartArray("v");
            foreach (long item in items) Value(lines, json, null, item);
            json.WriteEndArray();
        }
        else if (operation.Function == "cas")
        {
            lines.Exchange(json, operation.Expected, operation.Argument);
        }
        else if (operation.Function is "dequeue" or "pop" or "read")
        {
            if (operation.Answer is { } answer) Value(lines, json, "v", answer);
        }
        else
        {
            Value(lines, json, "v", operation.Argument);
            if (!isTruth && operation.Answer is { } sum) json.WriteNumber("sum", sum);
        }

        if (isTruth && operation.Answer is { } truth) json.WriteBoolean("ok", truth == 1);
        if (operation.Outcome == Outcome.Fail) json.WriteBoolean("ok", false);
        HistoryLines.Times(json, operation.Invocation, operation.Response);
    }

    private static void Value(HistoryLines lines, Utf8JsonWriter json, string? name, long value)
    {
        if (value != ObjectOperation.Empty) lines.Value(json, name, value);
        else if (name is null) json.WriteNullValue();
        else json.WriteNull(name);
    }
}
