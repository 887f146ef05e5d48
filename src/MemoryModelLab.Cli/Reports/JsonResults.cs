using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Hardware.Campaigns;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of what is said about results files; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonResults
{
    public static Comparison Of(ResultsSummary first, ResultsSummary second, IReadOnlyList<ComparedTest> tests) => new(
        "mml/compare/1", Of(first), Of(second), [.. tests.Select(test => new Test(test.Name, test.Architecture, test.IsChanged, Of(test.First), Of(test.Second), test.Outcomes))]);

    public static void Write(string path, Comparison comparison) => TextFile.Write(path, JsonSerializer.Serialize(comparison, ResultsContext.Default.Comparison) + "\n");

    public static void Write(string path, Merge merge) => TextFile.Write(path, JsonSerializer.Serialize(merge, ResultsContext.Default.Merge) + "\n");

    private static Source Of(ResultsSummary results) => new(results.Path, results.Header.Host, results.Header.Jit?.Name(), results.Batches, results.IsTorn);

    private static Side? Of(TestTotals? totals) => totals is null
        ? null
        : new Side(totals.Batches, totals.Iterations, totals.Elapsed.TotalMilliseconds, totals.Iterations / Math.Max(totals.Elapsed.TotalSeconds, 1e-9), totals.Parameters);

    internal sealed record Merge(string Schema, IReadOnlyList<string> Files, string Out, long Batches, long Duplicates);

    internal sealed record Comparison(string Schema, Source First, Source Second, IReadOnlyList<Test> Tests);

    internal sealed record Source(string File, Host Host, string? Jit, long Batches, bool Torn);

    internal sealed record Test(string Name, string Architecture, bool Changed, Side? First, Side? Second, IReadOnlyList<ComparedOutcome> Outcomes);

    internal sealed record Side(int Batches, long Iterations, double Milliseconds, double IterationsPerSecond, string? Parameters);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonResults.Merge))]
[JsonSerializable(typeof(JsonResults.Comparison))]
internal sealed partial class ResultsContext : JsonSerializerContext;
