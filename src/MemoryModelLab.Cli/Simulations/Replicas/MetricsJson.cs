using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>The JSON form of the metrics; <c>docs/cli.md</c> describes it.</summary>
internal static class MetricsJson
{
    private const string Schema = "mml/sim-metrics/1";

    public static void Write(string path, int seed, IReadOnlyList<PolicyMetrics> policies) =>
        TextFile.Write(path, JsonSerializer.Serialize(new Document(Schema, seed, policies), MetricsJsonContext.Default.Document) + "\n");

    internal sealed record Document(string Schema, int Seed, IReadOnlyList<PolicyMetrics> Policies);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MetricsJson.Document))]
internal sealed partial class MetricsJsonContext : JsonSerializerContext;
