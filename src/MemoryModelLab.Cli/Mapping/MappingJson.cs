using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Mapping;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>The JSON form of the mapping check; <c>docs/cli.md</c> describes it.</summary>
internal static class MappingJson
{
    private const string Schema = "mml/mapping/1";

    /// <summary>One test.</summary>
    public static Test Of(string name, string? file, MappingResult result) => new(
        name, file, result.IsComplete, result.LoopBoundReached, Texts(result.Language.States),
        [.. result.Targets.Select(t => new Target(t.Target.Name, Texts(t.Hardware.States), Texts(t.Exceptions)))], Texts(result.Freedom));

    /// <summary>Writes everything.</summary>
    public static void Write(string path, MappingCheck check, IReadOnlyList<Test> tests, MappingTotals totals, TimeSpan elapsed)
    {
        Sum[] sums = [.. totals.Targets.Select(t => new Sum(t.Name, t.Outcomes, t.Exceptions, t.Unshown, t.Executions))];
        var summary = new Summary(totals.Tests, totals.Errors, totals.Inconclusive, totals.Outcomes, totals.Exceptions, totals.Freedom, elapsed.TotalMilliseconds, sums);
        TextFile.Write(path, JsonSerializer.Serialize(new Document(Schema, check.Language.Name, summary, tests), MappingJsonContext.Default.Document) + "\n");
    }

    private static string[] Texts(IEnumerable<FinalState> states) => [.. states.Select(state => state.Text)];

    internal sealed record Document(string Schema, string Model, Summary Summary, IReadOnlyList<Test> Tests);

    internal sealed record Summary(
        int Tests, int Unreadable, int Inconclusive, long Outcomes, long Exceptions, long Freedom, double Milliseconds, IReadOnlyList<Sum> Targets);

    internal sealed record Sum(string Target, long Outcomes, long Exceptions, long NotShown, long Executions);

    internal sealed record Test(string Name, string? File, bool Complete, bool LoopBoundReached, IReadOnlyList<string> Allowed, IReadOnlyList<Target> Targets, IReadOnlyList<string> Freedom);

    internal sealed record Target([property: JsonPropertyName("target")] string Name, IReadOnlyList<string> Shown, IReadOnlyList<string> Exceptions);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MappingJson.Document))]
internal sealed partial class MappingJsonContext : JsonSerializerContext;
