using System.Globalization;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;

namespace MemoryModelLab.Cli.Verify;

/// <summary>Prints the verdicts: the ladder of one history, or a line a history.</summary>
/// <param name="single">Whether there is one history.</param>
/// <param name="explain">Whether to list the operations of each contradiction.</param>
/// <param name="deciding">The models whose violation is one of the command.</param>
/// <param name="json">Where to write the results as JSON; null for nowhere.</param>
internal sealed class HistoryReports(bool single, bool explain, IReadOnlyList<ConsistencyModel> deciding, string? json)
{
    private const int MostShown = 40;

    private readonly List<HistoryReport> reports = [];
    private readonly bool quiet = json == "-";
    private int errors, violations, undecided;

    /// <summary>Takes the next report.</summary>
    public void Add(HistoryReport report)
    {
        if (json is not null) reports.Add(report);
        if (report.Error is not null)
        {
            errors++;
            Console.Error.WriteLine($"mml: {report.Error}");
            return;
        }

        Verdict[] decisive = [.. report.Verdicts.Where(v => deciding.Contains(v.Model)).Select(v => v.Verdict)];
        if (decisive.Any(v => v.Judgement == Judgement.Violated)) violations++;
        else if (decisive.Any(v => v.Judgement == Judgement.Inconclusive)) undecided++;
        if (quiet) return;
        if (single) Ladder(report);
        else Line(report);
        Output.Flush();
    }

    /// <summary>Prints the end, and says how it all went.</summary>
    public ExitCode Finish(bool interrupted)
    {
        if (json is not null) VerifyJson.Write(json, reports, explain);
        if (interrupted) Console.Error.WriteLine("mml: interrupted; what is printed is what was done");
        ExitCode code = violations > 0 ? ExitCode.Violation : interrupted ? ExitCode.Interrupted : errors > 0 ? ExitCode.Usage : undecided > 0 ? ExitCode.Inconclusive : ExitCode.Pass;
        if (!quiet)
        {
            if (!single) Output.Line($"{violations} violate {string.Join(" or ", deciding.Select(m => m.Name))}, {undecided} inconclusive, {errors} unreadable");
            Output.Line(Next(code));
        }

        Output.Flush();
        return code;
    }

    private string Next(ExitCode code) => code switch
    {
        ExitCode.Inconclusive => "Next: a higher --time-limit",
        ExitCode.Usage => "Next: mml verify --help",
        _ when !single => "Next: mml verify <one of these> --explain",
        _ when explain => "Next: docs/consistency.md says what each model promises",
        _ => "Next: the same with --explain, for the operations of each contradiction",
    };

    private void Ladder(HistoryReport report)
    {
        var history = new HistoryView(report.History!);
        Output.Line(FormattableString.Invariant($"{history.Name}: {history.Count:N0} operations, {history.Clients:N0} clients, {history.Keys:N0} {(history.Type == "key-value" ? "keys" : $"of type {history.Type}")}{(history.Faults.Count > 0 ? $", {history.Faults.Count:N0} faults" : "")}"));
        Output.Line();
        int width = Math.Max(5, report.Verdicts.Max(v => v.Model.Name.Length));
        Output.Line($"{"model".PadRight(width)}  {"verdict",-12}  {"ms",9}  by");
        foreach ((ConsistencyModel model, Verdict verdict, TimeSpan time) in report.Verdicts)
        {
            Output.Line(FormattableString.Invariant($"{model.Name.PadRight(width)}  {Word(verdict),-12}  {time.TotalMilliseconds,9:F2}  {verdict.Algorithm}"));
        }

        Output.Line();
        if (report.Staleness is { } staleness)
        {
            string versions = staleness.Versions == staleness.VersionsAtMost ? $"k = {staleness.Versions}" : $"k from {staleness.Versions} to {staleness.VersionsAtMost}";
            string server = staleness.ServerVersions is { } k ? $", {k} in the servers' order" : "";
            string time = staleness.Time is { } t ? t.ToString("N0", CultureInfo.InvariantCulture) : "unknown";
            Output.Line($"Staleness: {versions} versions{server}; t = {time}");
        }

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

        if (!explain) return;
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
        Output.Line($"{report.File}: {first}");
        if (!explain) return;
        Output.Line($"  satisfies {string.Join(", ", report.Verdicts.Where(v => v.Verdict.Judgement == Judgement.Satisfied).Select(v => v.Model.Name))}");
    }

    private static string Word(Verdict verdict) => verdict.Judgement switch
    {
        Judgement.Satisfied => "satisfied",
        Judgement.Violated => "violated",
        _ => "inconclusive",
    };
}
