using System.Text.Json;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Reads histories of objects: <c>mml-kv-history/1</c> whose header names a <c>type</c> (docs/histories.md). One operation a line; <c>v</c> is the value given or
/// answered, <c>ok</c> of a set's operation its answer.
/// </summary>
internal sealed class ObjectHistoryReader(string path, ObjectType type)
{
    private readonly NameTable texts = new();
    private readonly List<ObjectOperation> operations = [];
    private readonly Dictionary<string, (long Free, long Line, long Id)> clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly HashSet<long> ids = [];
    private readonly List<long> lineOf = [];
    private string name = Path.GetFileNameWithoutExtension(path);
    private long initial;
    private long line;

    /// <summary>What was done to the system, in lines of their own.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The history in a stream.</summary>
    /// <exception cref="HistoryException">The text is not of the format.</exception>
    public ObjectHistory Read(Stream stream)
    {
        var lines = new BoundedLines(stream, path);
        bool hasHeader = false;
        while (lines.TryRead(out ReadOnlySpan<byte> text))
        {
            line = lines.Number;
            if (text.IndexOfAnyExcept(" \t"u8) < 0) continue;
            try
            {
                var reader = new Utf8JsonReader(text);
                using JsonDocument json = JsonDocument.ParseValue(ref reader);
                if (text[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r"u8) >= 0) throw new HistoryException(path, line, reader.BytesConsumed + 1, "something follows the object; expected one object a line");
                if (json.RootElement.ValueKind != JsonValueKind.Object) throw Error("expected a JSON object, { … }, one a line");
                if (hasHeader) Add(json.RootElement);
                else Header(json.RootElement);
                hasHeader = true;
            }
            catch (JsonException e)
            {
                throw new HistoryException(path, line, (e.BytePositionInLine ?? 0) + 1, $"this is no JSON object: {e.Message.Split(". ")[0].TrimEnd('.')}");
            }
            catch (InvalidOperationException e)
            {
                throw Error($"this is no text: {e.Message.Split(". ")[0].TrimEnd('.')}");
            }
        }

        Sequential();
        return new ObjectHistory(name, type, operations, texts) { Initial = initial };
    }

    private HistoryException Error(string message) => new(path, line, 1, message);

    private void Header(JsonElement header)
    {
        if (header.TryGetProperty("name", out JsonElement given) && given.ValueKind == JsonValueKind.String) name = given.GetString()!;
        if (header.TryGetProperty("initial", out JsonElement first)) initial = Value(first, "initial");
    }

    private void Add(JsonElement json)
    {
        if (json.TryGetProperty("fault", out JsonElement fault))
        {
            if (fault.ValueKind != JsonValueKind.String) throw Error("expected \"fault\", what was done to the system, a text");
            long begin = Number(json, "call") ?? throw Error("the fault has no \"call\", the time at which it began");
            Faults.Add(new Fault(fault.GetString()!, begin, Math.Max(begin, Number(json, "ret") ?? begin)));
            return;
        }

        string function = json.TryGetProperty("f", out JsonElement f) && f.ValueKind == JsonValueKind.String ? f.GetString()! : throw Error("the operation has no \"f\", a text");
        if (!type.Functions.Contains(function)) throw Error($"a {type.Name} has no \"{function}\"; expected {string.Join(", ", type.Functions.Select(n => $"\"{n}\""))}");
        long call = Number(json, "call") ?? throw Error("the operation has no \"call\"");
        if (!json.TryGetProperty("ret", out JsonElement ret)) throw Error("the operation has no \"ret\"");
        bool isPending = ret.ValueKind == JsonValueKind.Null || Truth(json, "info") == true;
        long response = isPending ? Operation.Never : Number(json, "ret")!.Value;
        if (response < call) throw Error($"the operation is answered at {response}, before it is invoked at {call}");
        long id = Number(json, "id") ?? operations.Count;
        if (!ids.Add(id)) throw Error($"the id {id} was already given to another operation");
        bool? ok = Truth(json, "ok");
        bool isTruth = type == ObjectType.Set && function != "read";
        bool answersValue = function is "dequeue" or "pop" || (function == "read" && !TakesItems);
        bool hasValue = json.TryGetProperty("v", out JsonElement v);
        bool isFailed = !isPending && ok == false && !isTruth;
        if (!hasValue && !isPending && !isFailed) throw Error("the operation has no \"v\"");
        bool isEmpty = function is "dequeue" or "pop" && hasValue && v.ValueKind == JsonValueKind.Null;
        operations.Add(new ObjectOperation
        {
            Id = id,
            Client = Name(json, "client") ?? throw Error("the operation has no \"client\""),
            Key = Name(json, "key") ?? type.Name,
            Function = function,
            Argument = hasValue && !answersValue && function != "read" ? Value(v, "v") : 0,
            Answer = isPending || isFailed ? null : isTruth ? ok is { } truth ? truth ? 1 : 0 : null : isEmpty ? ObjectOperation.Empty : answersValue ? Value(v, "v") : Number(json, "sum"),
            Items = !isPending && !isFailed && function == "read" && TakesItems ? Items(v) : null,
            Outcome = isPending ? Outcome.Info : isFailed ? Outcome.Fail : Outcome.Ok,
            Invocation = call,
            Response = response,
        });
        lineOf.Add(line);
    }

    private bool TakesItems => type == ObjectType.Set || type == ObjectType.Append;

    private long[] Items(JsonElement v) => v.ValueKind == JsonValueKind.Array ? [.. v.EnumerateArray().Select(i => Value(i, "v"))] : throw Error("expected \"v\", what was read, as an array");

    private string? Name(JsonElement json, string property)
    {
        if (!json.TryGetProperty(property, out JsonElement value)) return null;
        string text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetInt64(out _) => value.GetRawText(),
            _ => throw Error($"expected \"{property}\", a text or a whole number"),
        };
        if (names.TryGetValue(text, out string? known)) return known;
        names.Add(text, text);
        return text;
    }

    private long? Number(JsonElement json, string property)
    {
        if (!json.TryGetProperty(property, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Error($"expected \"{property}\", a whole number");
    }

    private bool? Truth(JsonElement json, string property)
    {
        if (!json.TryGetProperty(property, out JsonElement value)) return null;
        return value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw Error($"expected \"{property}\", true or false") };
    }

    private long Value(JsonElement value, string property) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) && !NameTable.IsName(number) => number,
        JsonValueKind.String => ObjectHistory.NumberOf(texts, value.GetString()!),
        _ => throw Error($"expected \"{property}\", a whole number or a text"),
    };

    /// <summary>A client calls again only when it was answered.</summary>
    private void Sequential()
    {
        foreach (int i in Enumerable.Range(0, operations.Count).OrderBy(i => operations[i].Invocation))
        {
            ObjectOperation operation = operations[i];
            line = lineOf[i];
            if (clients.TryGetValue(operation.Client, out (long Free, long Line, long Id) before) && before.Free > operation.Invocation)
            {
                throw Error($"client {operation.Client} invokes operation {operation.Id} at {operation.Invocation}, before its operation {before.Id} (line {before.Line}) is answered; expected a sequential client, which calls no more once it was not answered");
            }

            clients[operation.Client] = (operation.Response, line, operation.Id);
        }
    }
}
