using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Perpetual;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Runs a test in assembly in the modes that suit it, and adds up what they did.</summary>
internal sealed class NativeRun
{
    /// <summary>The part of the time that each mode gets before the better one gets the rest.</summary>
    private const double Trial = 0.15;

    private readonly LitmusProgram program;
    private readonly HardwareOptions options;
    private readonly IReadOnlyList<int> processors;
    private readonly CancellationToken cancellation;
    private readonly PropositionEvaluator? condition;
    private readonly List<HardwareResult> results = [];

    private NativeRun(LitmusProgram program, HardwareOptions options, IReadOnlyList<int> processors, CancellationToken cancellation)
    {
        (this.program, this.options, this.processors, this.cancellation) = (program, options, processors, cancellation);
        condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
    }

    /// <summary>Runs <paramref name="program"/> for as long as <paramref name="options"/> say.</summary>
    /// <exception cref="NotSupportedException">It cannot run; the message says why.</exception>
    public static HardwareResult Run(LitmusProgram program, HardwareOptions options, IReadOnlyList<int> processors, CancellationToken cancellation)
    {
        string reason = "";
        PerpetualTest? perpetual = options.Mode == HardwareMode.Batched ? null : PerpetualRecognition.Recognise(program, out reason);
        var run = new NativeRun(program, options, processors, cancellation);
        if (perpetual is null) run.Batched(options.TimeBudget);
        else if (options.Mode == HardwareMode.Perpetual) run.Perpetual(perpetual, options.TimeBudget);
        else run.Both(perpetual);
        HardwareResult result = run.Sum();
        return options.Mode == HardwareMode.Perpetual && perpetual is null ? result with { Notes = [.. result.Notes, reason] } : result;
    }

    private void Both(PerpetualTest perpetual)
    {
        // A given number of iterations is counted in the mode whose iterations are the test's own.
        if (options.Iterations is not null)
        {
            Batched(options.TimeBudget);
            return;
        }

        TimeSpan trial = options.TimeBudget * Trial, rest = options.TimeBudget - (2 * trial);
        Batched(trial);
        if (results[^1].Status == HardwareStatus.Completed) Perpetual(perpetual, trial);
        if (results[^1].Status != HardwareStatus.Completed) return;
        if (Rate(results[0]) > Rate(results[1])) Batched(rest);
        else Perpetual(perpetual, rest);
    }

    private void Batched(TimeSpan time)
    {
        var batches = new NativeBatches(program, BatchShape.All, options.Seed);
        Add(batches, time, batches, () => (batches.Best.ToString(), batches.FirstSatisfied));
    }

    private void Perpetual(PerpetualTest test, TimeSpan time)
    {
        var batches = new PerpetualBatches(test, options.Seed);
        Add(batches, time, batches, () => (batches.Best, batches.FirstSatisfied));
    }

    private void Add(IBatches batches, TimeSpan time, IDisposable memory, Func<(string Parameters, TimeSpan? First)> end)
    {
        HardwareResult result = HardwareRunner.Run(program, batches, options with { TimeBudget = time }, processors, cancellation);

        // Code that still runs keeps its pages.
        if (result.Status != HardwareStatus.Stuck) memory.Dispose();
        results.Add(result with { Parameters = end().Parameters, FirstSatisfied = end().First });
    }

    private HardwareResult Sum()
    {
        var total = new Dictionary<StateKey, long>();
        TimeSpan elapsed = TimeSpan.Zero;
        TimeSpan? first = null;
        foreach (HardwareResult result in results)
        {
            foreach (HardwareOutcome outcome in result.Outcomes)
            {
                var key = new StateKey([.. outcome.Values]);
                total[key] = total.GetValueOrDefault(key) + outcome.Count;
            }

            first ??= result.FirstSatisfied + elapsed;
            elapsed += result.Elapsed;
        }

        return results[^1] with
        {
            Outcomes = [.. total.Select(entry => new HardwareOutcome(entry.Key.Values, entry.Value)).OrderByDescending(outcome => outcome.Count)],
            Iterations = total.Values.Sum(),
            Elapsed = elapsed,
            Parameters = results.MaxBy(Rate)!.Parameters,
            FirstSatisfied = first,
            Notes = [.. results.SelectMany(result => result.Notes).Distinct()],
        };
    }

    private double Rate(HardwareResult result) => result.Outcomes.Where(outcome => condition?.Evaluate([.. outcome.Values]) ?? false).Sum(outcome => outcome.Count) / result.Elapsed.TotalSeconds;
}
