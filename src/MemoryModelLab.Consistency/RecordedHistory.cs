using System.Text.Json;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Jepsen;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Consistency;

/// <summary>What a file holds: the history of a key-value store, which every model judges, or of other objects, which are linearizable or not.</summary>
public sealed record RecordedHistory
{
    /// <summary>A history of a key-value store.</summary>
    public RecordedHistory(History registers)
    {
        ArgumentNullException.ThrowIfNull(registers);
        (Registers, Faults) = (registers, registers.Faults);
    }

    /// <summary>A history of other objects.</summary>
    public RecordedHistory(ObjectHistory objects) => Objects = objects;

    /// <summary>The history of a key-value store; null when it is one of other objects.</summary>
    public History? Registers { get; }

    /// <summary>The history of other objects; null when it is one of a key-value store.</summary>
    public ObjectHistory? Objects { get; }

    /// <summary>What was done to the system meanwhile.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Its name.</summary>
    public string Name => Registers?.Name ?? Objects!.Name;

    /// <summary>How many operations it has.</summary>
    public int Count => Registers?.Operations.Length ?? Objects!.Operations.Count;

    /// <summary>
    /// The history in a file: <c>mml-kv-history/1</c> (JSON lines), a Jepsen history in EDN (<c>.edn</c>, or a text that begins like one), or a Jepsen log (<c>.log</c>, or
    /// a text with its lines).
    /// </summary>
    /// <exception cref="HistoryException">It is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordedHistory Read(string path)
    {
        ReadOnlySpan<byte> beginning = Beginning(path);
        beginning = beginning[Utf8Text.MarkLength(beginning, path)..];
        string format = Path.GetExtension(path).ToUpperInvariant() switch { ".EDN" => "edn", ".LOG" => "log", ".JSONL" => "json", _ => Sniff(beginning) };
        if (format == "json" && TypeOf(beginning, path) is not { IsRegister: false }) return new RecordedHistory(HistoryReader.Read(path));
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return format switch
        {
            "edn" => JepsenReader.ReadEdn(stream, path),
            "log" => JepsenReader.ReadLog(stream, path),
            _ => ReadObjects(new ObjectHistoryReader(path, TypeOf(beginning, path)!), stream),
        };
    }

    private static RecordedHistory ReadObjects(ObjectHistoryReader reader, Stream stream) => new(reader.Read(stream)) { Faults = reader.Faults };

    private static byte[] Beginning(string path)
    {
        byte[] buffer = new byte[1 << 16];
        using FileStream stream = File.OpenRead(path);
        return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    private static string Sniff(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\t:invoke"u8) >= 0) return "log";
        text = text.TrimStart(" \t\r\n"u8);
        if (text.Length > 0 && text[0] is (byte)'[' or (byte)'(' or (byte)';') return "edn";
        return text.StartsWith("{"u8) && text[1..].TrimStart(" \t\r\n"u8).StartsWith(":"u8) ? "edn" : "json";
    }

    /// <summary>The type that a header names; null when it names none, or when this is no header: its reader says what is wrong then.</summary>
    private static ObjectType? TypeOf(ReadOnlySpan<byte> beginning, string path)
    {
        int end = beginning.IndexOf((byte)'\n');
        var reader = new Utf8JsonReader(end < 0 ? beginning : beginning[..end]);
        try
        {
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("type", out JsonElement type)) return null;
            string name = type.ValueKind == JsonValueKind.String ? type.GetString()! : "";
            return ObjectType.Find(name) ?? throw new HistoryException(path, 1, 1, $"no type of objects is called '{name}' (there are {string.Join(", ", ObjectType.All.Select(t => t.Name))})");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
