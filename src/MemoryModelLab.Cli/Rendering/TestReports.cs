using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Prints reports as they come: one test as a table, many as a line each with a summary at the end.</summary>
/// <param name="single">Whether there is one test.</param>
/// <param name="time">Whether to print what checks cost.</param>
/// <param name="json">Where to write the reports as JSON; null for nowhere.</param>
/// <param name="graph">Where to draw an execution of each; null for nowhere.</param>
/// <param name="quiet">Whether standard output carries something else.</param>
internal sealed class TestReports(bool single, bool time, string? json, GraphOutput? graph, bool quiet)
{
    private readonly List<TestReport> reports = [];

    /// <summary>Takes the next report.</summary>
    public void Add(TestReport report)
    {
        reports.Add(report);
        graph?.Add(report);
        if (report.Error is not null)
        {
            Console.Error.WriteLine($"mml: {report.Error}");
        }
        else if (!quiet)
        {
            if (single) TestTable.Print(report, Output.Text);
            else Output.Line(Line(report));
            if (single) ObservationLines(report);
            else if (report.Hardware is { Repetitions.Count: > 1 } run) Output.Line(HardwareLines.Rates(report.Name, run, report.Program!.Condition is not null));
            foreach (string line in report.Explanations.SelectMany(ExplanationLines.Of)) Output.Line(line);
            if (report.Difference is { } difference) foreach (string line in ExplanationLines.Of(report.Name, difference)) Output.Line(line);
            if (time) foreach (Answer answer in report.Answers) Output.Line(AnswerLines.Cost(report.Name, answer));
        }

        foreach (string remark in report.Answers.SelectMany(a => AnswerLines.Remarks(report.Name, a))) Note(remark);
        foreach (string note in report.Notes.Concat(report.Hardware?.Notes ?? [])) Note($"{report.Name}: {note}");
        foreach (string violation in report.Violations) Note($"VIOLATION {report.Name}: {violation}");
        if (json is null) reports[^1] = report with { Outcomes = [], Answers = [.. report.Answers.Select(a => a with { Result = a.Result with { States = [] } })] };
        Output.Flush();
    }

    /// <summary>Prints the end, writes the files, and says how it all went.</summary>
    public ExitCode Finish(bool interrupted)
    {
        if (json is not null) JsonReport.Write(json, reports);
        graph?.Finish();
        if (!quiet && !single) Summary();
        if (interrupted) Console.Error.WriteLine("mml: interrupted; what is printed is what was done");
        ExitCode code = Code(interrupted);
        if (code is ExitCode.Usage) Console.Error.WriteLine("Next: correct what is said above, or see what a test may be: mml explain <a test that reads>, mml --help");
        else if (!quiet) Output.Line(Next(code));
        Output.Flush();
        return code;
    }

    private ExitCode Code(bool interrupted)
    {
        if (reports.Exists(r => r.Violations.Count > 0)) return ExitCode.Violation;
        if (interrupted) return ExitCode.Interrupted;
        if (reports.Exists(r => r.Error is not null)) return ExitCode.Usage;
        if (single && reports is [{ NotRun: { } reason } report])
        {
            Console.Error.WriteLine($"mml: {report.Name}: {reason}");
            return ExitCode.Unsupported;
        }

        return reports.TrueForAll(r => r.IsConclusive) ? ExitCode.Pass : ExitCode.Inconclusive;
    }

    private static void ObservationLines(TestReport report)
    {
        bool asks = report.Program!.Condition is not null;
        if (report.Hardware is { } run) Output.Line(HardwareLines.Rates(report.Name, run, asks));
        if (!asks) return;
        if (report.Hardware is { } h) Output.Line($"Observation {report.Name} {h.Observation} {h.Positive} {h.Iterations - h.Positive}");
        foreach (Answer answer in report.Answers) Output.Line(AnswerLines.Observation(report.Name, answer));
    }

    private static string Line(TestReport report)
    {
        string models = string.Join("  ", report.Answers.Select(a => $"{a.Model} {a.Verdict}"));
        string ran = report.Hardware is { } h
            ? report.Program!.Condition is null
                ? FormattableString.Invariant($"{report.Outcomes.Count(outcome => outcome.Observed > 0),9} outcomes in {h.Iterations,16:N0}  ")
                : FormattableString.Invariant($"{h.Observation,-9} {h.Positive,11:N0} of {h.Iterations,13:N0}  ")
            : report.NotRun is null ? "" : $"{"not run",-38}";
        string mark = report.Violations.Count > 0 ? "  VIOLATION" : report.IsConclusive ? "" : "  INCONCLUSIVE";
        return $"{report.Name,-28} {report.Test!.Architecture,-8} {ran}{models}{mark}";
    }

    private void Summary()
    {
        int violations = reports.Count(r => r.Violations.Count > 0);
        int errors = reports.Count(r => r.Error is not null);
        int ran = reports.Count(r => r.Hardware is not null);
        int inconclusive = reports.Count(r => r.Error is null && !r.IsConclusive);
        Output.Line();
        string hardware = ran > 0 ? $", {ran} run on this machine" : "";
        Output.Line($"{reports.Count} tests{hardware}: {violations} with outcomes that should not be, {inconclusive} inconclusive, {errors} unreadable");
        foreach (var reason in reports.Where(r => r.NotRun is not null).GroupBy(r => r.NotRun!))
        {
            Output.Line($"{reason.Count()} checked but not run: {reason.Key}");
        }
    }

    private string Next(ExitCode code) => code switch
    {
        ExitCode.Violation => "Next: mml explain <test>, then run it again alone with --time-limit 10",
        ExitCode.Inconclusive => "Next: give it more time with --time-limit, or a higher --loop-bound",
        _ when single && reports is [{ } report] => $"Next: mml explain {report.Path}",
        _ => "Next: mml check <one of these> --graph execution.svg",
    };

    private void Note(string text)
    {
        if (quiet) Console.Error.WriteLine($"mml: {text}");
        else Output.Line(text);
    }
}
