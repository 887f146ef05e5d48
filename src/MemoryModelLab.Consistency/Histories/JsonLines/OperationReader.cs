using System.Text.Json;

namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>Reads any line of JSON: an operation or the header. What is wrong is named with its place.</summary>
/// <param name="path">What errors call the file.</param>
/// <param name="number">The line's number, from 1.</param>
/// <param name="names">Receives the names.</param>
internal readonly ref struct OperationReader(string path, long number, Vocabulary names)
{
    private const long LatestTime = 1L << 62;
    private const string Schema = "mml-kv-history/1";

    /// <summary>What an empty file lacks.</summary>
    public static HistoryException NoHeader(string path, long lines) => new(path, Math.Max(lines, 1), 1, $"the file is empty, expected a header with \"schema\": \"{Schema}\"");

    /// <summary>The header: returns the history's name, where it has one.</summary>
    public string? ReadHeader(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = Begin(line);
            string? name = ReadHeader(ref reader);
            End(reader, line);
            return name;
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    /// <summary>The operation of a line.</summary>
    public Operation ReadOperation(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = Begin(line);
            OperationFields fields = ReadFields(ref reader);
            End(reader, line);
            if (fields.Fault() is { } fault) throw new HistoryException(path, number, 1, fault);
            return fields.ToOperation(names.Initial);
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    /// <summary>The fault of a line; null when it is no such line.</summary>
    public Fault? ReadFault(ReadOnlySpan<byte> line)
    {
        try
        {
            Utf8JsonReader reader = Begin(line);
            string? text = null;
            long from = OperationFields.Absent, to = OperationFields.Absent;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("fault"u8))
                {
                    reader.Read();
                    text = Text(reader, "what was done to the system");
                }
                else if (reader.ValueTextEquals("call"u8)) from = Next(ref reader, "the time at which the fault began");
                else if (reader.ValueTextEquals("ret"u8)) to = Next(ref reader, "the time at which the fault ended");
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            End(reader, line);
            if (text is not null && from == OperationFields.Absent) throw new HistoryException(path, number, 1, "the fault has no \"call\", the time at which it began");
            return text is null ? null : new Fault(text, from, Math.Max(from, to));
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    private Utf8JsonReader Begin(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Error(reader, "expected a JSON object, { … }, one a line");
        return reader;
    }

    private void End(in Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        int end = (int)reader.BytesConsumed, more = line[end..].IndexOfAnyExcept(" \t\r"u8);
        if (more >= 0) throw new HistoryException(path, number, end + more + 1, "something follows the object; expected one object a line, and lines that end with a line feed");
    }

    private HistoryException NotJson(JsonException e) =>
        new(path, number, (e.BytePositionInLine ?? 0) + 1, $"this is no JSON object: {e.Message.Split(". ")[0].TrimEnd('.')}");

    private HistoryException Error(in Utf8JsonReader reader, string message) => new(path, number, reader.TokenStartIndex + 1, message);

    private string? ReadHeader(ref Utf8JsonReader reader)
    {
        bool hasSchema = false;
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("schema"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals(Schema)) throw Error(reader, $"expected the schema \"{Schema}\"");
                hasSchema = true;
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = Text(reader, "the history's name");
            }
            else if (reader.ValueTextEquals("initial"u8))
            {
                reader.Read();

                // Nothing is a value like another, and none of those that are written.
                names.Initial = reader.TokenType == JsonTokenType.Null ? NameTable.ValueOf(names.Values.Add("(null)")) : Value(reader, "the initial value");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return hasSchema ? name : throw new HistoryException(path, number, 1, $"the first line is no header, expected \"schema\": \"{Schema}\"");
    }

    private OperationFields ReadFields(ref Utf8JsonReader reader)
    {
        OperationFields fields = OperationFields.Empty;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!seen.Add(Text(reader, "a property"))) throw Error(reader, $"\"{reader.GetString()}\" is here twice");
            if (reader.ValueTextEquals("id"u8)) fields.Id = Next(ref reader, "the operation's number");
            else if (reader.ValueTextEquals("client"u8)) fields.Client = NextName(ref reader, names.Clients, "client");
            else if (reader.ValueTextEquals("key"u8)) fields.Key = NextName(ref reader, names.Keys, "key");
            else if (reader.ValueTextEquals("replica"u8)) fields.Replica = NextName(ref reader, names.Replicas, "replica");
            else if (reader.ValueTextEquals("f"u8)) fields.Kind = NextKind(ref reader);
            else if (reader.ValueTextEquals("call"u8)) fields.Call = NextTime(ref reader, "the time of the invocation");
            else if (reader.ValueTextEquals("ver"u8)) fields.Version = NextVersion(ref reader);
            else if (reader.ValueTextEquals("v"u8))
            {
                reader.Read();
                (fields.Value, fields.HasValue) = (Value(reader, "the value"), true);
            }
            else if (reader.ValueTextEquals("ret"u8))
            {
                reader.Read();
                fields.Response = reader.TokenType == JsonTokenType.Null ? Operation.Never : Time(reader, "the time of the response, or null where it is unknown");
            }
            else if (reader.ValueTextEquals("ok"u8)) fields.Ok = NextBoolean(ref reader);
            else if (reader.ValueTextEquals("final"u8)) fields.Final = NextBoolean(ref reader);
            else if (reader.ValueTextEquals("info"u8)) fields.Info = NextBoolean(ref reader);
            else if (reader.ValueTextEquals("cas"u8)) ReadExchange(ref reader, ref fields);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return fields;
    }

    private void ReadExchange(ref Utf8JsonReader reader, ref OperationFields fields)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw Error(reader, "expected [expected value, new value]");
        reader.Read();
        fields.Expected = Value(reader, "the expected value");
        reader.Read();
        fields.Value = Value(reader, "the new value");
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray) throw Error(reader, "expected two values, [expected value, new value]");
        (fields.HasExpected, fields.HasValue) = (true, true);
    }

    private long Next(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return Number(reader, what);
    }

    private long NextTime(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return Time(reader, what);
    }

    private long Time(in Utf8JsonReader reader, string what) =>
        Number(reader, what) is var time and > -LatestTime and < LatestTime ? time : throw Error(reader, $"expected {what}, in nanoseconds below {LatestTime}");

    private string Text(in Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString()! : throw Error(reader, $"expected {what}, a text");
        }
        catch (InvalidOperationException)
        {
            throw Error(reader, $"expected {what} in Unicode; these bytes are no UTF-8, or half of a pair");
        }
    }

    private long NextVersion(ref Utf8JsonReader reader)
    {
        const string What = "the position in the server's order, a number or [count, replica]";
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) return Number(reader, What);
        long count = Next(ref reader, What), replica = Next(ref reader, What);
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray || !OperationFields.TryVersion(count, replica, out long version)) throw Error(reader, $"expected {What}");
        return version;
    }

    private bool NextBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Error(reader, "expected true or false");
    }

    private int NextName(ref Utf8JsonReader reader, NameTable table, string what)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out long it) => table.Add(it),
            JsonTokenType.String => table.Add(Text(reader, $"the {what}")),
            _ => throw Error(reader, $"expected the {what}, a text or a whole number"),
        };
    }

    private OperationKind NextKind(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueTextEquals("read"u8)) return OperationKind.Read;
            if (reader.ValueTextEquals("write"u8)) return OperationKind.Write;
            if (reader.ValueTextEquals("cas"u8)) return OperationKind.CompareAndSet;
            if (reader.ValueTextEquals("append"u8)) return OperationKind.Append;
            if (reader.ValueTextEquals("delete"u8)) return OperationKind.Delete;
        }

        throw Error(reader, "expected \"read\", \"write\", \"cas\", \"append\" or \"delete\"");
    }

    private long Number(in Utf8JsonReader reader, string what) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long it) ? it : throw Error(reader, $"expected {what}, a whole number");

    private long Value(in Utf8JsonReader reader, string what) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long it) && !NameTable.IsName(it) => it,
        JsonTokenType.String => NameTable.ValueOf(names.Values.Add(Text(reader, what))),
        JsonTokenType.Null => names.Initial,
        _ => throw Error(reader, $"expected {what}, a whole number, a text, or null for the initial one"),
    };
}
