using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Models.Comparison;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of what <c>models --compare</c> finds; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonComparison
{
    /// <summary>Writes the comparison.</summary>
    public static void Write(string path, ModelComparison comparison)
    {
        var pairs = new List<Pair>();
        for (int a = 0; a < comparison.Models.Count; a++)
        {
            for (int b = 0; b < comparison.Models.Count; b++)
            {
                if (a == b) continue;
                Difference difference = comparison.Difference(a, b);
                pairs.Add(new Pair(comparison.Models[a].Name, comparison.Models[b].Name, difference.Tests, [.. difference.Smallest.Select(s => new Test(s.Cycle.Name, s.Cycle.ToString(), s.State, s.ShowsCycle))]));
            }
        }

        var report = new Report("mml/models/1", comparison.Tests, comparison.Undecided, pairs);
        TextFile.Write(path, JsonSerializer.Serialize(report, ComparisonContext.Default.Report) + "\n");
    }

    internal sealed record Report(string Schema, int Tests, int Undecided, IReadOnlyList<Pair> Pairs);

    internal sealed record Pair(string Allows, string Forbids, int Tests, IReadOnlyList<Test> Smallest);

    internal sealed record Test(string Name, string Cycle, string State, bool ShowsCycle);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonComparison.Report))]
internal sealed partial class ComparisonContext : JsonSerializerContext;
