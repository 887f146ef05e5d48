using System.Text.Json;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>The lines of one file of the format <c>mml-kv-history/1</c>, read one after the other.</summary>
internal sealed class HistoryLines(string path)
{
    private const string Schema = "mml-kv-history/1";
    private const int MostReplicas = 1 << 20;

    private readonly HistoryBuilder builder = new();
    private readonly List<long> lineOf = [];
    private bool hasHeader;

    /// <summary>How many lines were read.</summary>
    public long Count { get; private set; }

    /// <summary>Reads a line; an empty one is nothing.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        Count++;
        if (line.IndexOfAnyExcept(" \t\r"u8) < 0) return;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Error(reader, "expected a JSON object, { … }, one a line");
            if (hasHeader) ReadOperation(ref reader);
            else ReadHeader(ref reader);
        }
        catch (JsonException e)
        {
            throw new HistoryException(path, Count, (e.BytePositionInLine ?? 0) + 1, $"this is no JSON object: {FirstSentence(e.Message)}");
        }
    }

    /// <summary>The history, once all lines are read.</summary>
    public History Build()
    {
        if (!hasHeader) throw new HistoryException(path, Math.Max(Count, 1), 1, $"the file is empty, expected a header with \"schema\": \"{Schema}\"");
        CheckClients();
        return builder.Build();
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');

    private HistoryException Error(in Utf8JsonReader reader, string message) => new(path, Count, reader.TokenStartIndex + 1, message);

    private void ReadHeader(ref Utf8JsonReader reader)
    {
        bool hasSchema = false;
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
                builder.Name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Error(reader, "expected the history's name, a text");
            }
            else if (reader.ValueTextEquals("initial"u8))
            {
                reader.Read();
                builder.Initial = Value(reader, "the initial value");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!hasSchema) throw new HistoryException(path, Count, 1, $"the first line is no header, expected \"schema\": \"{Schema}\"");
        hasHeader = true;
    }

    private void ReadOperation(ref Utf8JsonReader reader)
    {
        long id = builder.Count, value = 0, expected = 0, call = long.MinValue, response = long.MinValue, version = -1;
        int client = -1, key = -1, replica = -1;
        bool? ok = null;
        bool hasValue = false, hasExpected = false, isFinal = false, isInfo = false;
        OperationKind? kind = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) id = Next(ref reader, "the operation's number");
            else if (reader.ValueTextEquals("client"u8)) client = NextName(ref reader, builder.Clients, "client");
            else if (reader.ValueTextEquals("key"u8)) key = NextName(ref reader, builder.Keys, "key");
            else if (reader.ValueTextEquals("replica"u8)) replica = NextName(ref reader, builder.Replicas, "replica");
            else if (reader.ValueTextEquals("f"u8)) kind = NextKind(ref reader);
            else if (reader.ValueTextEquals("call"u8)) call = Next(ref reader, "the time of the invocation");
            else if (reader.ValueTextEquals("ver"u8)) version = NextVersion(ref reader);
            else if (reader.ValueTextEquals("v"u8))
            {
                reader.Read();
                (value, hasValue) = (Value(reader, "the value"), true);
            }
            else if (reader.ValueTextEquals("ret"u8))
            {
                reader.Read();
                response = reader.TokenType == JsonTokenType.Null ? Operation.Never : Number(reader, "the time of the response, or null where it is unknown");
            }
            else if (reader.ValueTextEquals("ok"u8)) ok = NextBoolean(ref reader);
            else if (reader.ValueTextEquals("final"u8)) isFinal = NextBoolean(ref reader);
            else if (reader.ValueTextEquals("info"u8)) isInfo = NextBoolean(ref reader);
            else if (reader.ValueTextEquals("cas"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray) throw Error(reader, "expected [expected value, new value]");
                reader.Read();
                expected = Value(reader, "the expected value");
                reader.Read();
                value = Value(reader, "the new value");
                reader.Read();
                if (reader.TokenType != JsonTokenType.EndArray) throw Error(reader, "expected two values, [expected value, new value]");
                (hasExpected, hasValue) = (true, true);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (client < 0) throw Missing("client");
        if (key < 0) throw Missing("key");
        if (kind is not { } function) throw Missing("f");
        if (call == long.MinValue) throw Missing("call");
        if (response == long.MinValue) throw Missing("ret");
        if (response < call) throw Here($"the operation is answered at {response}, before it is invoked at {call}");
        if (function == OperationKind.CompareAndSet && !hasExpected) throw Missing("cas");
        bool isUnknown = response == Operation.Never || isInfo;
        if (function is OperationKind.Write or OperationKind.Append && !hasValue) throw Missing("v");
        if (function == OperationKind.Read && !hasValue && !isUnknown && ok != false) throw Missing("v");
        if (function == OperationKind.CompareAndSet && ok is null && !isUnknown) throw Missing("ok");
        builder.Add(new Operation
        {
            Id = id,
            Client = client,
            Key = key,
            Kind = function,
            Outcome = isUnknown ? Outcome.Info : ok == false ? Outcome.Fail : Outcome.Ok,
            Value = function == OperationKind.Delete ? builder.Initial : value,
            Expected = expected,
            Invocation = call,
            Response = isUnknown ? Operation.Never : response,
            Replica = replica,
            Version = version,
            IsFinal = isFinal,
        });
        lineOf.Add(Count);
    }

    /// <summary>A client calls again only when it was answered.</summary>
    private void CheckClients()
    {
        int[] order = builder.Order();
        var last = new int[builder.Clients.Count];
        Array.Fill(last, -1);
        foreach (int index in order)
        {
            Operation operation = builder[index];
            int before = last[operation.Client];
            if (before >= 0 && builder[before].Response > operation.Invocation)
            {
                string name = builder.Clients[operation.Client];
                throw new HistoryException(
                    path,
                    lineOf[index],
                    1,
                    $"client {name} invokes operation {operation.Id} at {operation.Invocation}, before its operation {builder[before].Id} (line {lineOf[before]}) is answered; expected a sequential client, which calls no more once it was not answered");
            }

            last[operation.Client] = index;
        }
    }

    private HistoryException Here(string message) => new(path, Count, 1, message);

    private HistoryException Missing(string property) => Here($"the operation has no \"{property}\"");

    private long Next(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return Number(reader, what);
    }

    /// <summary>A position in the server's order, or a Lamport timestamp [count, replica] as one number of the same order.</summary>
    private long NextVersion(ref Utf8JsonReader reader)
    {
        const string What = "the position in the server's order, a number or [count, replica]";
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) return Number(reader, What);
        long count = Next(ref reader, What), replica = Next(ref reader, What);
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray || (ulong)replica >= MostReplicas || (ulong)count >= long.MaxValue / MostReplicas) throw Error(reader, $"expected {What}");
        return (count * MostReplicas) + replica;
    }

    private bool NextBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Error(reader, "expected true or false");
    }

    private int NextName(ref Utf8JsonReader reader, NameTable names, string what)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out long number) => names.Add(number),
            JsonTokenType.String => names.Add(reader.GetString()!),
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
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : throw Error(reader, $"expected {what}, a whole number");

    private long Value(in Utf8JsonReader reader, string what) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long number) && !NameTable.IsName(number) => number,
        JsonTokenType.String => builder.ValueOf(reader.GetString()!),
        JsonTokenType.Null => builder.Initial,
        _ => throw Error(reader, $"expected {what}, a whole number, a text, or null for the initial one"),
    };
}
