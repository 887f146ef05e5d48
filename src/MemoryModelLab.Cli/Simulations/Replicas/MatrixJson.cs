using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>The JSON form of the matrix; <c>docs/cli.md</c> describes it.</summary>
internal static class MatrixJson
{
    private const string Schema = "mml/sim-matrix/1";

    public static void Write(string path, IEnumerable<MatrixRow> rows) =>
        TextFile.Write(path, JsonSerializer.Serialize(new Document(Schema, HistoryVerdicts.Models, [.. rows.Select(Of)]), MatrixJsonContext.Default.Document) + "\n");

    private static Row Of(MatrixRow row) => new(
        row.Policy.Name, row.Policy.Summary, row.States, row.Histories, row.CutShort, Math.Round(row.Time.TotalSeconds, 3), row.IsAsPromised,
        [.. row.Cells.Select((cell, i) => new Cell(
            HistoryVerdicts.Models[i],
            cell.Violation is not null ? "violated" : row.CutShort > 0 ? "cut short" : "always",
            cell.IsPromised,
            cell.Violation?.Workload?.Name,
            cell.Violation is { Workload: not null } found ? found.Operations.Count(o => !o.IsFinal) : null,
            cell.Violation is { Workload: not null } v ? MatrixText.History(v.Operations) : null,
            cell.Violation?.Reason))]);

    internal sealed record Document(string Schema, IReadOnlyList<string> Models, IReadOnlyList<Row> Policies);

    internal sealed record Row(
        string Policy, string Summary, long States, long Histories, int WorkloadsCutShort, double Seconds, bool AsPromised, IReadOnlyList<Cell> Cells);

    internal sealed record Cell(string Model, string Verdict, bool Promised, string? Workload, int? Operations, string? History, string? Reason);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MatrixJson.Document))]
internal sealed partial class MatrixJsonContext : JsonSerializerContext;
