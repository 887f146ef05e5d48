using MemoryModelLab.Machine;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>Reports as text.</summary>
internal static class SimText
{
    /// <summary>One test in full, with the run to its violation, or that which was asked for.</summary>
    public static void Print(SimReport report, MachineOptions options, bool showsChart)
    {
        Output.Line($"{report.Test!.Name} ({report.Test.Architecture}) {report.Path}");
        if (report.Test.Description is { } story) Output.Line(story);
        foreach (ReachedState state in report.Result!.States) Output.Line($"  {(state.Satisfies && report.Test.Condition is not null ? '*' : ' ')}{state.Text}");
        foreach (string state in report.Missing) Output.Line($"NOT REACHED {report.Test.Name} {state}");
        if (report.TraceTitle is not null && (showsChart || report.Result.Violation is not null))
        {
            Output.Line();
            Output.Line(report.TraceTitle);
            foreach (string line in report.Trace is null ? [] : SequenceChart.Lines(report.Trace)) Output.Line(line);
            Output.Line();
        }

        PrintLine(report, options);
    }

    /// <summary>What to do with a file of Chrome trace events.</summary>
    public static string NextOfTrace(string path) => $"Next: open {path} in https://ui.perfetto.dev";

    /// <summary>One test as a line, and a line for each thing that is wrong with it.</summary>
    public static void PrintLine(SimReport report, MachineOptions options)
    {
        if (report.IsLeftOut) return;
        if (report.Error is not null)
        {
            Console.Error.WriteLine($"mml: {report.Error}");
            return;
        }

        SimulationResult result = report.Result!;
        string verdict = result.Violation is not null ? "violated"
            : report.MayReachMore && report.Forbidden.Count > 0 ? $"more than {report.Model}"
            : report.IsWithin ? $"within {report.Model}"
            : report.Forbidden.Count > 0 || report.Missing.Count > 0 ? $"not as {report.Model}"
            : !result.IsComplete || !report.IsModelComplete ? "inconclusive"
            : $"as {report.Model}";
        Output.Line(FormattableString.Invariant(
            $"Machine {report.Test!.Name} {SimJson.CoreOf(options)} {options.Protocol} {result.States.Count} states, {result.MachineStates} of the machine, {result.Steps} steps: {verdict}"));
        if (result.Violation is not null) Output.Line($"VIOLATION {report.Test.Name} {result.Violation}");
        foreach (string state in report.Forbidden) Output.Line($"{(report.MayReachMore ? "BEYOND" : "FORBIDDEN")} {report.Test.Name} {report.Model} {state}");
    }
}
