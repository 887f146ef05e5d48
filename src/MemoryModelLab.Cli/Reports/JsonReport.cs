using System.Text.Json;
using System.Text.Json.Serialization;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of reports; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonReport
{
    private const string Schema = "mml/tests/1";

    /// <summary>Writes the reports to a file, which appears whole or not at all, or to standard output for <c>-</c>.</summary>
    public static void Write(string path, IEnumerable<TestReport> reports)
    {
        var document = new Document(Schema, [.. reports.Select(Of)]);
        TextFile.Write(path, JsonSerializer.Serialize(document, JsonContext.Default.Document) + "\n");
    }

    private static TestEntry Of(TestReport report) => new(
        report.Path,
        report.Name,
        report.Test?.Architecture.ToString(),
        report.Error,
        report.NotRun,
        [.. report.Answers.Select((a, m) => new ModelEntry(
            a.Model, a.Verdict, a.Result.Observation.ToString(), a.Result.Positive, a.Result.Negative, a.Result.Complete,
            a.Result.LoopBoundReached, a.Result.Flags, a.Result.SearchNodes, a.Result.Elapsed.TotalMilliseconds, [.. a.Result.States.Select(s => s.Text)]))],
        [.. report.Outcomes.Select(o => new OutcomeEntry(o.State, o.Satisfies, o.Grade?.ToString().ToLowerInvariant(), o.Sentence, o.Observed, o.Executions))],
        report.Hardware is { } h ? new HardwareEntry(h.Iterations, h.Positive, h.Observation.ToString(), h.Elapsed.TotalMilliseconds, h.IsComplete, h.Notes,
            h.Rate, h.PositiveRate, h.First?.TotalMilliseconds, h.UpperBound, h.Parameters, h.Seed,
            h.Repetitions.Count < 2 ? null : [.. h.Repetitions.Select(run => new RepetitionEntry(run.Rate, run.PositiveRate, run.First?.TotalMilliseconds))]) : null,
        report.Violations,
        report.Explanations.Count == 0 ? null : [.. report.Explanations.Select(JsonExplanation.Of)],
        report.Difference is null ? null : JsonExplanation.Of(report.Difference));

    internal sealed record Document(string Schema, IReadOnlyList<TestEntry> Tests);

    internal sealed record TestEntry(
        string File, string Name, string? Architecture, string? Error, string? NotRun, IReadOnlyList<ModelEntry> Models,
        IReadOnlyList<OutcomeEntry> Outcomes, HardwareEntry? Hardware, IReadOnlyList<string> Violations,
        IReadOnlyList<JsonExplanation.Entry>? Explanations, JsonExplanation.DifferenceEntry? Difference);

    internal sealed record ModelEntry(
        string Model, string Verdict, string Observation, long Positive, long Negative, bool Complete, bool LoopBoundReached,
        IReadOnlyList<string> Flags, long Decisions, double Milliseconds, IReadOnlyList<string> States);

    internal sealed record OutcomeEntry(string State, bool Satisfies, string? Grade, string? Sentence, long? Observed, IReadOnlyList<long> Executions);

    internal sealed record HardwareEntry(long Iterations, long Positive, string Observation, double Milliseconds, bool Complete, IReadOnlyList<string> Notes,
        double IterationsPerSecond, double PositivePerSecond, double? FirstPositiveMilliseconds, double? UpperBound, string? Parameters, int Seed, IReadOnlyList<RepetitionEntry>? Repetitions);

    internal sealed record RepetitionEntry(double IterationsPerSecond, double PositivePerSecond, double? FirstPositiveMilliseconds);
}

/// <summary>Serializers made at compile time: they start fast.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonReport.Document))]
internal sealed partial class JsonContext : JsonSerializerContext;
