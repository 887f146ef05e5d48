using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Hardware;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Reports;

/// <summary>Runs a test on this machine and compares what it did with what the models allow.</summary>
internal static class HardwareCheck
{
    /// <summary>Reads and checks a test, and runs it <paramref name="times"/> times. A test this machine cannot run is only checked.</summary>
    public static TestReport Run(string path, ModelChoice models, CheckOptions checkOptions, HardwareOptions options, int times, CancellationToken cancellation)
    {
        TestReport report = Checking.Check(path, models, checkOptions, Questions.None, cancellation);
        if (report.Error is not null) return report;
        if (!HardwareRunner.Supports(report.Test!, out string reason)) return report with { NotRun = reason };
        try
        {
            (HardwareResult sum, IReadOnlyList<Repetition> each) = Repetitions.Execute(report, options, times, cancellation);
            TestReport judged = Judge(report, models, checkOptions, options, sum, cancellation);
            return judged with { Hardware = judged.Hardware! with { Repetitions = each } };
        }
        catch (NotSupportedException e)
        {
            return report with { NotRun = e.Message };
        }
        catch (LitmusException e)
        {
            return new TestReport(path) { Error = e.Message };
        }
    }

    /// <summary>Says what a run means: its outcomes graded, and those that no model explains.</summary>
    public static TestReport Judge(
        TestReport report, ModelChoice models, CheckOptions checkOptions, HardwareOptions options, HardwareResult run, CancellationToken cancellation)
    {
        PropositionEvaluator? filter = report.Test!.Filter is { } f ? new PropositionEvaluator(f, report.Program!) : null;
        (long[] Values, long Count)[] observed =
            [.. run.Outcomes.Select(o => (o.Values.ToArray(), o.Count)).Where(o => filter?.Evaluate(o.Item1) ?? true)];
        long iterations = observed.Sum(o => o.Count);
        var table = new OutcomeTable(report.Program!, report.Answers, observed);
        IReadOnlyList<Outcome> outcomes = table.Rows;
        long positive = outcomes.Where(o => o.Satisfies).Sum(o => o.Observed!.Value);
        bool isCompiled = report.Test!.Architecture == Architecture.CSharp;
        bool isJudged = report.NotChecked is null;
        string[] notJudged = isJudged ? [] : [$"no model was asked: {report.NotChecked}"];
        string[] beyondHost = !isJudged ? [] : [.. Beyond(ModelChoice.HostModel, report, models, checkOptions, observed, cancellation)];
        string[] compilersDoing =
            isCompiled ? [.. beyondHost.Select(b => $"{b} to the accesses as they are written: the compiler has merged or moved some")] : [];
        return report with
        {
            Outcomes = outcomes,
            OmittedOutcomes = table.Omitted,
            Hardware = new Observed(iterations, positive, run.Elapsed, [.. run.Notes, .. notJudged, .. compilersDoing], run.Status == HardwareStatus.Completed)
            {
                Seed = options.Seed,
                Parameters = run.Parameters,
                First = run.FirstSatisfied,
            },
            Violations =
            [
                .. report.Violations,
                .. GradedForbidden(outcomes),
                .. run.Failure is { } failure ? (string[])[$"{failure.Last}; {failure.Iterations} such iterations are not counted"] : [],
                .. isCompiled && isJudged ? Beyond("dotnet", report, models, checkOptions, observed, cancellation) : beyondHost,
            ],
        };
    }

    private static IEnumerable<string> GradedForbidden(IReadOnlyList<Outcome> outcomes) =>
        outcomes.Where(o => o is { Grade: Grade.Forbidden, Observed: > 0 })
            .Select(o => $"{o.State} was observed {o.Observed} times and is graded forbidden: {o.Sentence}");

    /// <summary>
    /// What was seen and a model forbids. C# is judged by the .NET memory model only: a processor's model knows what the processor does to
    /// the accesses it is given, not what the compiler did to those in the source.
    /// </summary>
    private static IEnumerable<string> Beyond(
        string? judge, TestReport report, ModelChoice models, CheckOptions checkOptions, (long[], long)[] observed, CancellationToken cancellation)
    {
        if (judge is null) yield break;
        Answer answer = report.Answers.FirstOrDefault(a => a.Model == judge) ?? Checking.Ask(report.Program!, models.BuiltIn(judge), checkOptions, cancellation);
        if (!answer.IsExhaustive) yield break; // what was not found may still be allowed
        foreach (Outcome outcome in new OutcomeTable(report.Program!, [answer], observed).Rows.Where(o => o.Observed > 0 && o.Executions[0] == 0))
        {
            yield return $"{outcome.State} was observed {outcome.Observed} times, and {judge} forbids it";
        }
    }
}
