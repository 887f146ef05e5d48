using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Verify;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Cli.Stores;

/// <summary>The JSON form of what stress found; <c>docs/cli.md</c> describes it.</summary>
internal static class StressJson
{
    private const string Schema = "mml/stress/1";

    public static void Write(string path, int seed, IEnumerable<StressReport> stores) => Write(path, new Document(Schema, seed, [.. stores.Select(Of)], null));

    public static void Write(string path, int seed, IReadOnlyList<ControlReport> controls) => Write(path, new Document(Schema, seed, null, controls.Select(c => new Control(
        c.Twin, c.Wrong, c.IsCaught, c.Stress, Math.Round(c.Time.TotalSeconds, 3), c.Litmus, c.IsAllowed, c.Cured, c.IsCured)).ToArray()));

    private static void Write(string path, Document document) => TextFile.Write(path, JsonSerializer.Serialize(document, StressContext.Default.Document) + "\n");

    private static Store Of(StressReport report) => new(
        report.Store, report.Stores, report.Operations, report.Undecided, Math.Round(report.Time.TotalSeconds, 3), report.Seed, report.Violation?.Reason,
        report.Violation?.Core.Select(o => OperationText.Of(report.Violation.History, o)).ToArray());

    internal sealed record Document(string Schema, int Seed, IReadOnlyList<Store>? Stores, IReadOnlyList<Control>? Controls);

    internal sealed record Store(string Name, int Stores, long Operations, int Undecided, double Seconds, int Seed, string? Violation, IReadOnlyList<string>? Core);

    internal sealed record Control(
        string Name, string Wrong, bool IsCaught, string? Stress, double Seconds, string Litmus, bool IsAllowed, string Cured, bool IsForbiddenWhenCured);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StressJson.Document))]
internal sealed partial class StressContext : JsonSerializerContext;
