using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Consistency.Shrinking;

namespace MemoryModelLab.Cli.Verify;

/// <summary>Prints the verdicts: the ladder of one history, or a line a history.</summary>
/// <param name="single">Whether there is one history.</param>
/// <param name="layout">What to show beside the verdicts.</param>
/// <param name="deciding">The models whose violation is one of the command.</param>
/// <param name="outputs">What to write, and where.</param>
/// <param name="options">How far the checks may go.</param>
internal sealed class HistoryReports(bool single, HistoryLayout layout, IReadOnlyList<ConsistencyModel> deciding, VerifyOutputs outputs, CheckOptions options)
{
    private const int MostShown = 40;

    private readonly List<HistoryReport> reports = [];
    private readonly bool quiet = outputs.TakesStandardOutput;
    private int errors, violations, undecided, shown;
    private bool anyViolated, timeHelps;
    private TimeSpan readTime, decideTime, shrinkTime;

    /// <summary>Takes the next report.</summary>
    public void Add(HistoryReport report)
    {
        if (outputs.Json is not null) reports.Add(report);
        if (report.Error is not null)
        {
            errors++;
            Console.Error.WriteLine($"mml: {report.Error}");
            return;
        }

        anyViolated |= report.Verdicts.Any(v => v.Verdict.Judgement == Judgement.Violated);
        timeHelps |= report.Verdicts.Any(v => v.Verdict is { Judgement: Judgement.Inconclusive, Algorithm: not "none" });
        readTime += report.ReadTime;
        decideTime += report.DecideTime;
        shrinkTime += report.ShrinkTime;
        Verdict[] decisive = [.. report.Verdicts.Where(v => deciding.Contains(v.Model)).Select(v => v.Verdict)];
        if (decisive.Any(v => v.Judgement == Judgement.Violated)) violations++;
        else if (decisive.Any(v => v.Judgement == Judgement.Inconclusive)) undecided++;
        if (!quiet && single) Ladder(report);
        else if (!quiet) Line(report);
        if (outputs.Html is { } html) TextFile.Write(html, new Timeline(report).Page());
        if (outputs.Shrink is { } shrink) Shrink(report, shrink);
        Output.Flush();
    }

    /// <summary>Writes the smallest part that violates the first of the deciding models that is violated, or of all.</summary>
    private void Shrink(HistoryReport report, string path)
    {
        (ConsistencyModel model, Verdict verdict, _) = report.Verdicts.FirstOrDefault(v => v.Verdict.Judgement == Judgement.Violated && deciding.Contains(v.Model));
        if (model is null) (model, verdict, _) = report.Verdicts.FirstOrDefault(v => v.Verdict.Judgement == Judgement.Violated);
        if (model is null || verdict is null)
        {
            if (!quiet) Output.Line("Nothing to shrink: no model is violated");
            return;
        }

        (string text, int count) = report.History!.Registers is { } registers
            ? Written(HistoryShrinker.Shrink(registers, model, options))
            : Written(ObjectShrinker.Shrink(report.History.Objects!, options));
        TextFile.Write(path, text);
        if (!quiet) Output.Line($"{count} of {report.History.Count} operations still violate {model.Name}: {path}");
    }

    private static (string Text, int Count) Written(History history) => (HistoryWriter.Write(history), history.Operations.Length);

    private static (string Text, int Count) Written(ObjectHistory history) => (ObjectHistoryWriter.Write(history), history.Operations.Count);

    /// <summary>Prints the end, and says how it all went.</summary>
    public ExitCode Finish(bool interrupted)
    {
        if (outputs.Json is { } json) VerifyJson.Write(json, reports, layout.Explains);
        if (interrupted) Console.Error.WriteLine("mml: interrupted; what is printed is what was done");
        ExitCode code = violations > 0 ? ExitCode.Violation : interrupted ? ExitCode.Interrupted : errors > 0 ? ExitCode.Usage : undecided > 0 ? ExitCode.Inconclusive : ExitCode.Pass;
        if (!quiet)
        {
            if (layout.IsTimed) Output.Line(FormattableString.Invariant($"Read in {readTime.TotalMilliseconds:F2} ms, decided in {decideTime.TotalMilliseconds:F2} ms, contradictions made small in {shrinkTime.TotalMilliseconds:F2} ms"));
            if (!single) Output.Line($"{violations} violate {string.Join(" or ", deciding.Select(m => m.Name))}, {undecided} inconclusive, {errors} unreadable");
            Output.Line(Next(code));
        }

        Output.Flush();
        return code;
    }

    private string Next(ExitCode code) => code switch
    {
        ExitCode.Inconclusive when !timeHelps => "Next: docs/consistency.md says of what histories each model is judged",
        ExitCode.Inconclusive => "Next: a higher --time-limit",
        ExitCode.Usage => "Next: mml verify --help",
        _ when !single => "Next: mml verify <one of these> --explain",
        ExitCode.Pass when !anyViolated => "Next: docs/consistency.md says what each model promises",
        ExitCode.Violation when layout.Explains && outputs.Html is null => "Next: the same with --html FILE, to see it in a browser",
        _ when layout.Explains => "Next: docs/consistency.md says what each model promises",
        _ => "Next: the same with --explain, for the operations of each contradiction",
    };

    private void Ladder(HistoryReport report)
    {
        var history = new HistoryView(report.History!);
        Output.Line(FormattableString.Invariant($"{history.Name}: {Counted(history.Count, "operation")}, {Counted(history.Clients, "client")}, {(history.Type == "key-value" ? Counted(history.Keys, "key") : $"{history.Keys:N0} of type {history.Type}")}{(history.Faults.Count > 0 ? $", {Counted(history.Faults.Count, "fault")}" : "")}"));
        Output.Line();
        int width = Math.Max(5, report.Verdicts.Max(v => v.Model.Name.Length));
        Output.Line($"{"model".PadRight(width)}  {"verdict",-12}  {"ms",9}  by");
        foreach ((ConsistencyModel model, Verdict verdict, TimeSpan time) in report.Verdicts)
        {
            Output.Line(FormattableString.Invariant($"{model.Name.PadRight(width)}  {Word(verdict),-12}  {time.TotalMilliseconds,9:F2}  {verdict.Algorithm}"));
        }

        Output.Line();
        foreach (string line in StalenessText.Lines(report)) Output.Line(line);
        (ConsistencyModel Model, Verdict Verdict, TimeSpan)[] violated = [.. report.Verdicts.Where(v => v.Verdict.Judgement == Judgement.Violated)];
        if (violated.Length > 0)
        {
            Output.Line($"First violated: {violated[0].Model.Name} ({violated[0].Model.Meaning})");
            Output.Line($"  {violated[0].Verdict.Reason}");
        }

        foreach ((ConsistencyModel model, Verdict verdict, _) in report.Verdicts)
        {
            if (verdict.Judgement == Judgement.Inconclusive) Output.Line($"{model.Name}: inconclusive, {verdict.Reason}");
        }

        if (!layout.Explains) return;
        foreach ((ConsistencyModel model, Verdict verdict, _) in violated)
        {
            Output.Line();
            Output.Line($"{model.Name}: {verdict.Reason}");
            foreach (int operation in verdict.Core.Take(MostShown)) Output.Line($"  {history.Line(operation)}");
            if (verdict.Core.Count > MostShown) Output.Line($"  and {verdict.Core.Count - MostShown} more");
        }
    }

    private void Line(HistoryReport report)
    {
        string first = report.Verdicts.FirstOrDefault(v => v.Verdict.Judgement == Judgement.Violated) is { Model: { } model, Verdict: { } verdict }
            ? $"violates {model.Name}: {verdict.Reason}"
            : report.Verdicts.Any(v => v.Verdict.Judgement == Judgement.Inconclusive) ? "inconclusive" : "satisfies all";
        if (layout.IsTimed && shown++ == 0) Output.Line($"{"read ms",10}  {"decide ms",10}  history");
        string times = layout.IsTimed ? FormattableString.Invariant($"{report.ReadTime.TotalMilliseconds,10:F3}  {report.DecideTime.TotalMilliseconds,10:F3}  ") : "";
        Output.Line($"{times}{report.File}: {first}");
        if (!layout.Explains) return;
        Output.Line($"  satisfies {string.Join(", ", report.Verdicts.Where(v => v.Verdict.Judgement == Judgement.Satisfied).Select(v => v.Model.Name))}");
    }

    private static string Counted(int count, string what) => FormattableString.Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Word(Verdict verdict) => verdict.Judgement switch
    {
        Judgement.Satisfied => "satisfied",
        Judgement.Violated => "violated",
        _ => "inconclusive",
    };
}
