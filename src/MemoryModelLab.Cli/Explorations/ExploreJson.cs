using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>The JSON form of explorations; <c>docs/cli.md</c> describes it.</summary>
internal static class ExploreJson
{
    private const string Schema = "mml/explore/1";

    /// <summary>Writes everything.</summary>
    public static void Write(string path, string model, string? notExplored, IReadOnlyList<ExploredTest> tests) =>
        TextFile.Write(path, JsonSerializer.Serialize(new Document(Schema, model, notExplored, tests), ExploreJsonContext.Default.Document) + "\n");

    internal sealed record Document(string Schema, string Model, string? NotExplored, IReadOnlyList<ExploredTest> Tests);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExploreJson.Document))]
internal sealed partial class ExploreJsonContext : JsonSerializerContext;
