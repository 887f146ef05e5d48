using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Inputs;

namespace MemoryModelLab.Cli.Expected;

/// <summary>A recorded answer: a line of a <c>manifest.jsonl</c>, or of an <c>X.expected</c>.</summary>
internal sealed record ManifestEntry
{
    private const int LargestFile = 64 << 20;

    /// <summary>The test's file, relative to the manifest's folder.</summary>
    public string File { get; init; } = "";

    /// <summary>Our name of the model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The cat file the answer was recorded with.</summary>
    [JsonPropertyName("herd_model")]
    public string? HerdModel { get; init; }

    /// <summary>Every final state; null when not recorded.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>The number of final states; null when not recorded.</summary>
    [JsonPropertyName("states_count")]
    public int? StatesCount { get; init; }

    /// <summary><c>Ok</c> or <c>No</c>.</summary>
    public string? Verdict { get; init; }

    /// <summary><c>Never</c>, <c>Sometimes</c> or <c>Always</c>.</summary>
    public string? Observation { get; init; }

    /// <summary>Consistent executions that satisfy the condition.</summary>
    public long? Positive { get; init; }

    /// <summary>Consistent executions that do not.</summary>
    public long? Negative { get; init; }

    /// <summary>Reads the entries of a manifest.</summary>
    /// <exception cref="UsageException">A line is no entry.</exception>
    public static IReadOnlyList<ManifestEntry> ReadManifest(string path)
    {
        var entries = new List<ManifestEntry>();
        int number = 0;
        foreach (string line in Lines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                ManifestEntry entry = JsonSerializer.Deserialize(line, ManifestContext.Default.ManifestEntry)!;
                if (entry.File.Length == 0 || entry.Model.Length == 0) throw new UsageException($"{path}:{number}:1: expected an object with \"file\" and \"model\"");
                entries.Add(entry);
            }
            catch (JsonException e)
            {
                throw new UsageException($"{path}:{number}:{(e.BytePositionInLine ?? 0) + 1}: not an entry of a manifest: {e.Message}");
            }
        }

        return entries.Count > 0 ? entries : throw new UsageException($"{path}: no entries");
    }

    /// <summary>Reads an <c>X.expected</c>: lines <c>model Ok|No Never|Sometimes|Always</c>.</summary>
    /// <exception cref="UsageException">A line is of another form.</exception>
    public static IReadOnlyList<ManifestEntry> ReadExpected(string path, string test)
    {
        var entries = new List<ManifestEntry>();
        int number = 0;
        foreach (string line in Lines(path))
        {
            number++;
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            bool wellFormed = words.Length == 3 && words[1] is "Ok" or "No" && words[2] is "Never" or "Sometimes" or "Always";
            if (!wellFormed) throw new UsageException($"{path}:{number}:1: expected '<model> <Ok|No> <Never|Sometimes|Always>'");
            entries.Add(new ManifestEntry { File = test, Model = words[0], Verdict = words[1], Observation = words[2] });
        }

        return entries;
    }

    private static string[] Lines(string path) => BoundedText.Read(path, LargestFile, "record of answers").Split('\n');
}

/// <summary>The serializer made at compile time: it starts fast.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ManifestEntry))]
internal sealed partial class ManifestContext : JsonSerializerContext;
