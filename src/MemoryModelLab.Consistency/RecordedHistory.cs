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
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Read(stream, path);
    }

    /// <summary>The history in a stream, which is looked at twice: of a pipe, which cannot be gone back in, the text is kept meanwhile.</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <param name="path">What errors call the file; its extension tells the format, as of a file.</param>
    /// <exception cref="HistoryException">It is none.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static RecordedHistory Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            using var kept = new MemoryStream();
            stream.CopyTo(kept);
            kept.Position = 0;
            return Read(kept, path);
        }

        ReadOnlySpan<byte> beginning = Beginning(stream);
        beginning = beginning[Utf8Text.MarkLength(beginning, path)..];
        string format = Path.GetExtension(path).ToUpperInvariant() switch { ".EDN" => "edn", ".LOG" => "log", ".JSONL" => "json", _ => Sniff(beginning) };
        return format switch
        {
            "edn" => JepsenReader.ReadEdn(stream, path),
            "log" => JepsenReader.ReadLog(stream, path),
            _ when TypeOf(beginning, path) is { IsRegister: false } type => ReadObjects(new ObjectHistoryReader(path, type), stream),
            _ => new RecordedHistory(HistoryReader.Read(stream, path)),
        };
    }

    private static RecordedHistory ReadObjects(ObjectHistoryReader reader, Stream stream) => new(reader.Read(stream)) { Faults = reader.Faults };

    private static byte[] Beginning(Stream stream)
    {
        byte[] buffer = new byte[1 << 16];
        long start = stream.Position;
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return buffer[..length];
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
