using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Machine;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>The JSON form of simulations; <c>docs/cli.md</c> describes it.</summary>
internal static class SimJson
{
    private const string Schema = "mml/sim/1";

    /// <summary>Writes all reports.</summary>
    public static void Write(string path, MachineOptions options, IEnumerable<SimReport> reports)
    {
        Test[] tests = [.. reports.Where(report => !report.IsLeftOut).Select(Of)];
        var document = new Document(Schema, CoreOf(options), options.Protocol, tests);
        TextFile.Write(path, JsonSerializer.Serialize(document, SimJsonContext.Default.Document) + "\n");
    }

    /// <summary>What the cores are: their store buffers, or that they have none and execute out of order.</summary>
    public static string CoreOf(MachineOptions options) => options.OutOfOrder ? "OutOfOrder" : options.Buffers.ToString();

    private static Test Of(SimReport report) => report.Result is not { } result
        ? new Test(report.Path, null, report.Error, null, false, null, null, null, null, null, null, null)
        : new Test(
            report.Path, report.Test!.Name, null, report.Model, result.IsComplete, result.Violation, result.MachineStates, result.Steps,
            [.. result.States.Select(state => new State(state.Text, state.Satisfies))], report.Forbidden, report.Missing, report.Trace);

    internal sealed record Document(string Schema, string Buffer, string Protocol, IReadOnlyList<Test> Tests);

    internal sealed record Test(
        string File, string? Name, string? Error, string? Model, bool Complete, string? Violation, int? MachineStates, long? Steps,
        IReadOnlyList<State>? States, IReadOnlyList<string>? Forbidden, IReadOnlyList<string>? NotReached, Trace? Trace);

    internal sealed record State([property: JsonPropertyName("state")] string Text, bool Satisfies);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SimJson.Document))]
[JsonSerializable(typeof(TimedReport.Document), TypeInfoPropertyName = "TimedReportDocument")]
[JsonSerializable(typeof(ProtocolReport.Document), TypeInfoPropertyName = "ProtocolReportDocument")]
internal sealed partial class SimJsonContext : JsonSerializerContext;
