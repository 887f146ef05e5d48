using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Consistency.Staleness;

namespace MemoryModelLab.Cli.Verify;

/// <summary>The JSON form of verdicts; <c>docs/cli.md</c> describes it.</summary>
internal static class VerifyJson
{
    private const string Schema = "mml/verify/1";

    /// <summary>Writes everything.</summary>
    public static void Write(string path, IEnumerable<HistoryReport> reports, bool withWitness) =>
        TextFile.Write(path, JsonSerializer.Serialize(new Document(Schema, [.. reports.Select(r => Of(r, withWitness))]), VerifyJsonContext.Default.Document) + "\n");

    private static Judged Of(HistoryReport report, bool withWitness)
    {
        if (report.History is not { } recorded) return new Judged(report.File, null, null, null, null, report.Error, null, null, null, null, null);
        var history = new HistoryView(recorded);
        return new Judged(
            report.File, history.Name, history.Count, history.Clients, history.Keys, null, Math.Round(report.ReadTime.TotalMilliseconds, 3), Math.Round(report.ShrinkTime.TotalMilliseconds, 3),
            [.. report.Verdicts.Select(v => new Answer(
                v.Model.Name, v.Model.ShortName, v.Verdict.Judgement.ToString().ToLowerInvariant(), v.Verdict.Algorithm, v.Verdict.Reason,
                v.Verdict.Core.Count == 0 ? null : history.Ids(v.Verdict.Core), withWitness && v.Verdict.Witness is { } witness ? history.Ids(witness) : null,
                withWitness && v.Verdict.Arbitration is { } order ? history.Ids(order) : null,
                Math.Round(v.Time.TotalMilliseconds, 3)))],
            report.Staleness, report.ReadStaleness is { } reads ? Of(reads) : null);
    }

    /// <summary>Percentiles; and of the bounds 0, 1, 2, 5, 10, … in time those where more reads are within than before.</summary>
    private static Reads Of(ReadStaleness reads)
    {
        var within = new List<Within> { new(0, Math.Round(reads.ShareWithinTime(0), 6)) };
        for (long power = 1; power <= (long)1e17; power *= 10)
        {
            foreach (long digit in (ReadOnlySpan<long>)[1, 2, 5])
            {
                double share = Math.Round(reads.ShareWithinTime(digit * power), 6);
                if (share > within[^1].Share) within.Add(new Within(digit * power, share));
            }
        }

        return new Reads(reads.Reads, [.. StalenessText.Shares.Select(share => new Percentile(100 * share, reads.Versions(share), reads.Time(share)))], within);
    }

    internal sealed record Document(string Schema, IReadOnlyList<Judged> Histories);

    internal sealed record Judged(
        string File, string? Name, int? Operations, int? Clients, int? Keys, string? Error, double? ReadMilliseconds, double? ShrinkMilliseconds, IReadOnlyList<Answer>? Verdicts, StalenessBounds? Staleness, Reads? ReadStaleness);

    internal sealed record Reads(int Count, IReadOnlyList<Percentile> Percentiles, IReadOnlyList<Within> WithinTime);

    internal sealed record Percentile(double Percent, int Versions, long Time);

    internal sealed record Within(long Time, double Share);

    internal sealed record Answer(
        string Model, string ShortName, string Verdict, string Algorithm, string? Reason, IReadOnlyList<long>? Core, IReadOnlyList<long>? Witness, IReadOnlyList<long>? Arbitration, double Milliseconds);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerifyJson.Document))]
internal sealed partial class VerifyJsonContext : JsonSerializerContext;
