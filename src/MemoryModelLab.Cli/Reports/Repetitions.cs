using MemoryModelLab.Hardware;
using MemoryModelLab.Hardware.AttributeTests;
using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Cli.Reports;

/// <summary>One of the runs of a test that runs several times.</summary>
/// <param name="Rate">Iterations a second.</param>
/// <param name="PositiveRate">Of them, those that ended as the condition asks.</param>
/// <param name="First">When the first of these was seen; null when none was, or that was not measured.</param>
internal sealed record Repetition(double Rate, double PositiveRate, TimeSpan? First);

/// <summary>Runs a test again and again, each time with the next seed: what one run says of a rate, the machine's other work may say.</summary>
internal static class Repetitions
{
    /// <summary>Runs a test, compiled or assembled from its text or as it stands in an assembly.</summary>
    public static HardwareResult Execute(TestReport report, HardwareOptions options, CancellationToken cancellation) => AttributeAssembly.IsAssembly(report.Path)
        ? AttributeRunner.Run(report.Path, report.Program!, options, cancellation)
        : HardwareRunner.Run(report.Test!, report.Program!, options, cancellation);

    /// <summary>Runs it <paramref name="times"/> times, or until a run does not complete; the result holds all of them.</summary>
    public static (HardwareResult Sum, IReadOnlyList<Repetition> Each) Execute(TestReport report, HardwareOptions options, int times, CancellationToken cancellation)
    {
        var condition = report.Test!.Condition is null ? null : new PropositionEvaluator(report.Program!.Condition!.Proposition, report.Program);
        var runs = new List<HardwareResult>();
        do
        {
            runs.Add(Execute(report, options with { Seed = options.Seed + runs.Count }, cancellation));
        }
        while (runs.Count < times && runs[^1].Status == HardwareStatus.Completed);

        HardwareResult sum = runs.Aggregate(Add);
        Repetition[] each = [.. runs.Select(run => new Repetition(run.Iterations / run.Elapsed.TotalSeconds, Positive(run) / run.Elapsed.TotalSeconds, run.FirstSatisfied))];
        return (sum with { Parameters = runs.MaxBy(run => Positive(run) / run.Elapsed.TotalSeconds)!.Parameters }, each);

        double Positive(HardwareResult run) => run.Outcomes.Where(outcome => condition?.Evaluate([.. outcome.Values]) == true).Sum(outcome => outcome.Count);
    }

    /// <summary>The median; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static HardwareResult Add(HardwareResult left, HardwareResult right) => right with
    {
        Outcomes = [.. left.Outcomes.Concat(right.Outcomes).GroupBy(outcome => string.Join(',', outcome.Values))
            .Select(same => new HardwareOutcome(same.First().Values, same.Sum(outcome => outcome.Count))).OrderByDescending(outcome => outcome.Count)],
        Iterations = left.Iterations + right.Iterations,
        Elapsed = left.Elapsed + right.Elapsed,
        FirstSatisfied = left.FirstSatisfied ?? right.FirstSatisfied + left.Elapsed,
        Failure = HardwareFailure.Sum(left.Failure, right.Failure),
        Notes = [.. left.Notes.Union(right.Notes)],
    };
}
