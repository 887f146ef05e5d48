using System.Text.Json;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Machine.Traces;
using MemoryModelLab.Machine.Verification;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>A coherence protocol explored by itself.</summary>
internal static class ProtocolReport
{
    private const string Schema = "mml/sim-protocol/1";
    private const string Invariants =
        "single writer or many readers; data value; one answer; the directory knows; no missing transition; no stuck state; every request and every access answered";

    /// <summary>Explores and prints.</summary>
    public static ExitCode Run(ProtocolCheckOptions options, string? json, CancellationToken cancellation)
    {
        ProtocolCheckResult result;
        try
        {
            result = ProtocolCheck.Run(options, cancellation);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }

        if (json is not null) Write(json, options, result);
        if (json != "-") Print(options, result);
        Output.Flush();
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : result.Violation is not null ? ExitCode.Violation
            : result.IsComplete ? ExitCode.Pass
            : ExitCode.Inconclusive;
    }

    private static void Print(ProtocolCheckOptions options, ProtocolCheckResult result)
    {
        string symmetry = options.UsesSymmetry ? "up to the names of caches, lines and values" : "every name kept", words = options.Words == 1 ? "" : $"{options.Words} words a line, ";
        long states = result.States == 0 ? result.LineStates : result.States;
        Output.Line($"Protocol {options.Protocol}: {options.Caches} caches, {options.Lines} lines, {words}{options.Values} values; any load, store or eviction at any time");
        Output.Line(FormattableString.Invariant($"  states       {(result.States == 0 ? "" : $"{result.States} {symmetry}; ")}{result.LineStates} of a line by itself, every name kept"));
        Output.Line(FormattableString.Invariant($"  steps        {result.Steps}; the farthest state is {result.Depth} steps away"));
        double seconds = Math.Max(result.ProcessorTime.TotalSeconds, 1e-6);
        Output.Line(FormattableString.Invariant($"  time         {result.Elapsed.TotalSeconds:F2} s, of one processor {seconds:F2} s: {states / seconds:F0} states/s, {result.Steps / seconds:F0} steps/s"));
        Output.Line(FormattableString.Invariant($"  memory       {(double)result.Bytes / Math.Max(states, 1):F1} bytes a state, {result.Bytes >> 20} MB at most"));
        string limit = result.States == 0 && result.LineStates >= ProtocolCheck.MostLineStates ? FormattableString.Invariant($" at the {ProtocolCheck.MostLineStates} states that one line may have") : "";
        Output.Line(result.Violation is not null ? "  invariants   VIOLATED" : $"  invariants   {(result.IsComplete ? "hold" : $"hold in what was seen, which was cut short{limit}")}: {Invariants}");
        if (result.Violation is not null)
        {
            Output.Line();
            Output.Line($"VIOLATION {options.Protocol} {result.Violation}");
            if (result.Trace is not null)
            {
                Output.Line("A shortest run to it, all on one line of memory, x:");
                foreach (string line in SequenceChart.Lines(result.Trace)) Output.Line(line);
            }

            Output.Line();
        }

        Output.Line($"Next: mml sim MP --protocol {options.Protocol} --chart");
    }

    private static void Write(string path, ProtocolCheckOptions options, ProtocolCheckResult result)
    {
        var document = new Document(
            Schema, options.Protocol, options.Caches, options.Lines, options.Words, options.Values, options.UsesSymmetry, result.LineStates, result.States, result.Steps, result.Depth,
            result.Elapsed.TotalSeconds, result.ProcessorTime.TotalSeconds, result.Bytes, result.IsComplete, result.Violation, result.Trace);
        TextFile.Write(path, JsonSerializer.Serialize(document, SimJsonContext.Default.ProtocolReportDocument) + "\n");
    }

    internal sealed record Document(
        string Schema, string Protocol, int Caches, int Lines, int Words, int Values, bool Symmetry, long LineStates, long States, long Steps, int Depth,
        double Seconds, double ProcessorSeconds, long Bytes, bool Complete, string? Violation, Trace? Trace);
}
