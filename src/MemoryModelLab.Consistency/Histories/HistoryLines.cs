using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>The lines of a history as JSON, an object each.</summary>
/// <param name="output">Where they go.</param>
/// <param name="text">The text of a value that is no number.</param>
internal sealed class HistoryLines(TextWriter output, Func<long, string> text)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new(256);

    /// <summary>Adds a line.</summary>
    public void Add(Action<Utf8JsonWriter> content)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    /// <summary>Writes a value, as a property where it has a name.</summary>
    public void Value(Utf8JsonWriter json, string? name, long value)
    {
        if (name is not null) json.WritePropertyName(name);
        if (NameTable.IsName(value)) json.WriteStringValue(text(value));
        else json.WriteNumberValue(value);
    }

    /// <summary>Writes what a compare-and-set expects and writes.</summary>
    public void Exchange(Utf8JsonWriter json, long expected, long value)
    {
        json.WriteStartArray("cas");
        Value(json, null, expected);
        Value(json, null, value);
        json.WriteEndArray();
    }

    /// <summary>Writes when an operation was invoked, and when it was answered.</summary>
    public static void Times(Utf8JsonWriter json, long invocation, long response)
    {
        json.WriteNumber("call", invocation);
        if (response == Operation.Never) json.WriteNull("ret");
        else json.WriteNumber("ret", response);
    }
}
