using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Verbs;
using MemoryModelLab.Hardware;
using MemoryModelLab.Hardware.Campaigns;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Campaigns;

/// <summary><c>mml run --time</c>: asks the models first, since what they allow says where time is worth most; then runs, then judges.</summary>
internal static class CampaignRun
{
    private const int MostMissing = 20;

    // A test whose check takes longer is run like the others, and judged by what was found until then.
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(20);

    public static ExitCode Run(CommonOptions common, ParseResult parsed, HardwareOptions hardware, string? results, CancellationToken cancellation)
    {
        common.PrepareOutputs(parsed);
        ModelChoice models = common.ModelChoice(parsed);
        CheckOptions checkOptions = common.CheckOptions(parsed) with { TimeLimit = LongestCheck };
        IReadOnlyList<string> files = TestFiles.Find(parsed.GetValue(common.Paths)!);
        TestReports show = common.Reports(parsed, files);
        List<TestReport> checks = Check(files, models, checkOptions, cancellation);
        if (cancellation.IsCancellationRequested) return show.Finish(interrupted: true);

        // The same test in two files is one test.
        var tests = checks.Where(CanRun).Select(check => (Check: check, Test: CampaignTest.Of(check.Program!, Hoped(check), (options, token) => Repetitions.Execute(check, options, token)))).DistinctBy(t => t.Test.Identity.Hash).ToList();
        using var campaign = new Campaign([.. tests.Select(t => t.Test)], hardware, results, Host.Current, TimeProvider.System);
        Announce(campaign, tests.Count, hardware.TimeBudget, results);
        using (var progress = new CampaignProgress(campaign, hardware.TimeBudget)) campaign.Run(progress.Step, cancellation);

        var totals = tests.Select((t, index) => (t.Check.Path, index)).ToDictionary(t => t.Path, t => t.index, StringComparer.Ordinal);
        foreach (TestReport check in checks)
        {
            if (totals.TryGetValue(check.Path, out int index)) show.Add(Judge(check, campaign, index, tests[index].Test, models, checkOptions, hardware));
            else if (!CanRun(check)) show.Add(check);
        }

        Missing(tests, campaign, quiet: parsed.GetValue(common.Json) == "-" || parsed.GetValue(common.Graph) == "-");
        ExitCode code = show.Finish(cancellation.IsCancellationRequested);
        if (campaign.NotKept is not { } problem) return code;
        Console.Error.WriteLine($"mml: {problem}");
        return code == ExitCode.Pass ? ExitCode.Inconclusive : code;
    }

    private static List<TestReport> Check(IReadOnlyList<string> files, ModelChoice models, CheckOptions options, CancellationToken cancellation)
    {
        var checks = new List<TestReport>();
        using var progress = new ProgressBar(files.Count);
        InOrder.Run(files, Environment.ProcessorCount, path => Checking.Check(path, models, options, Questions.None, cancellation), Take, cancellation);
        return checks;

        void Take(string path, TestReport report)
        {
            progress.Step(report.Name);
            bool runs = report.Error is not null || HardwareRunner.Supports(report.Test!, out _);
            checks.Add(runs ? report : report with { NotRun = Reason(report) });
        }
    }

    private static string Reason(TestReport report)
    {
        HardwareRunner.Supports(report.Test!, out string reason);
        return reason;
    }

    private static bool CanRun(TestReport check) => check is { Error: null, NotRun: null };

    /// <summary>What this machine's model allows; what the first model asked allows, where there is none.</summary>
    private static HashSet<string> Hoped(TestReport check)
    {
        Answer? answer = check.Answers.FirstOrDefault(a => a.Model == ModelChoice.HostModel) ?? (check.Answers is [{ } first, ..] ? first : null);
        return [.. answer?.Result.States.Take(TestTotals.MostOutcomes).Select(state => state.Text) ?? []];
    }

    private static void Announce(Campaign campaign, int tests, TimeSpan budget, string? results)
    {
        string time = DurationSyntax.Print(budget);
        if (campaign.Log is not { ResumedBatches: > 0 } log)
        {
            Console.Error.WriteLine($"mml: {tests} tests for {time}{(results is null ? "" : $", results in {results}")}");
            return;
        }

        string torn = log.DroppedTornLine ? "; a torn line at its end was dropped" : "";
        string left = campaign.Spent >= budget ? $"its {time} are used up, a longer --time goes on" : $"{DurationSyntax.Print(campaign.Spent)} of {time} done";
        Console.Error.WriteLine($"mml: resuming {results}: {log.ResumedBatches} batches, {left}{torn}");
    }

    private static TestReport Judge(
        TestReport check, Campaign campaign, int index, CampaignTest test, ModelChoice models, CheckOptions checkOptions, HardwareOptions hardware)
    {
        if (campaign.Refusals[index] is { } refusal) return check with { NotRun = refusal };
        TestTotals totals = campaign.Totals[index];
        string[] notes =
        [
            .. campaign.Notes[index],
            .. totals.Others > 0 ? (string[])[$"{totals.Others} iterations ended in states beyond the {TestTotals.MostOutcomes} that are counted one by one"] : [],
            .. totals.Batches == 0 ? (string[])["the time did not reach this test; give a longer --time"] : [],
        ];
        var result = new HardwareResult
        {
            Status = totals.IsStuck ? HardwareStatus.Stuck : totals.Batches == 0 ? HardwareStatus.Cancelled : HardwareStatus.Completed,
            Outcomes = [.. totals.Outcomes.Values.Select(outcome => new HardwareOutcome(outcome.Values, outcome.Count))],
            Iterations = totals.Iterations,
            Elapsed = totals.Elapsed,
            Cores = [],
            Parameters = totals.Parameters,
            Failure = totals.Failure,
            Notes = notes,
        };

        // Not cancelled: what was seen is judged, though it was Ctrl-C that ended the run.
        return HardwareCheck.Judge(check, models, checkOptions, hardware, result, CancellationToken.None);
    }

    /// <summary>What the machine's model allows and was never seen: with how much of it a reader may still reckon.</summary>
    private static void Missing(IReadOnlyList<(TestReport Check, CampaignTest Test)> tests, Campaign campaign, bool quiet)
    {
        if (quiet) return;
        string[] lines =
        [
            .. tests.SelectMany((t, index) => t.Test.Hoped.Where(state => campaign.Totals[index] is { Iterations: > 0 } totals && !totals.Outcomes.ContainsKey(state))
                .Select(state => FormattableString.Invariant($"Unseen {t.Test.Identity.Name} {state} below {3.0 / campaign.Totals[index].Iterations:0.0e+0} of {campaign.Totals[index].Iterations:N0} (95 %), and allowed"))),
        ];
        foreach (string line in lines.Take(MostMissing)) Output.Line(line);
        if (lines.Length > MostMissing) Output.Line($"… and {lines.Length - MostMissing} unseen outcomes more; --json has all");
    }
}
