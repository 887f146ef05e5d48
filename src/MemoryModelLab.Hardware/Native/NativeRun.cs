using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Perpetual;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Runs a test in assembly in the modes that suit it, and adds up what they did.</summary>
internal sealed class NativeRun
{
    /// <summary>The part of the time in which all candidates are tried alike, before the best gets the rest.</summary>
    private const double Trials = 0.3;

    private readonly LitmusProgram program;
    private readonly HardwareOptions options;
    private readonly CancellationToken cancellation;
    private readonly PropositionEvaluator? condition;
    private readonly List<HardwareResult> results = [];

    private NativeRun(LitmusProgram program, HardwareOptions options, CancellationToken cancellation)
    {
        (this.program, this.options, this.cancellation) = (program, options, cancellation);
        condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
    }

    /// <summary>Runs <paramref name="program"/> for as long as <paramref name="options"/> say.</summary>
    /// <exception cref="NotSupportedException">It cannot run; the message says why.</exception>
    public static HardwareResult Run(LitmusProgram program, HardwareOptions options, IReadOnlyList<int> processors, CancellationToken cancellation)
    {
        string reason = "";
        PerpetualTest? perpetual = options.Mode is HardwareMode.Batched or HardwareMode.Timed ? null : PerpetualRecognition.Recognise(program, out reason);
        var run = new NativeRun(program, options, cancellation);

        // A given number of iterations is counted in the mode whose iterations are the test's own.
        bool batched = perpetual is null || (options.Mode == HardwareMode.Auto && options.Iterations is not null);
        var candidates = new List<Action<TimeSpan>>();
        foreach (IReadOnlyList<int> placement in options.Iterations is null ? new Topology(processors).Placements() : [processors])
        {
            if (batched || options.Mode == HardwareMode.Auto) candidates.Add(time => run.Batched(time, placement));
            if (!batched) candidates.Add(time => run.Perpetual(perpetual!, time, placement));
        }

        run.Search(candidates);
        HardwareResult result = run.Sum();
        return options.Mode == HardwareMode.Perpetual && perpetual is null ? result with { Notes = [.. result.Notes, reason] } : result;
    }

    private void Search(List<Action<TimeSpan>> candidates)
    {
        int best = 0;
        TimeSpan rest = options.TimeBudget;
        if (candidates.Count > 1)
        {
            TimeSpan trial = rest * Trials / candidates.Count;
            foreach (Action<TimeSpan> candidate in candidates)
            {
                candidate(trial);
                if (results[^1].Status != HardwareStatus.Completed) return;
            }

            best = Enumerable.Range(0, results.Count).MaxBy(index => (Rate(results[index]), results[index].Iterations / results[index].Elapsed.TotalSeconds));
            rest -= trial * candidates.Count;
        }

        candidates[best](rest);
    }

    private void Batched(TimeSpan time, IReadOnlyList<int> placement)
    {
        var batches = new NativeBatches(program, options.Mode == HardwareMode.Timed ? BatchShape.Timed : BatchShape.All, options.Seed);
        Add(batches, time, placement, batches, () => (batches.Best.ToString(), batches.FirstSatisfied));
    }

    private void Perpetual(PerpetualTest test, TimeSpan time, IReadOnlyList<int> placement)
    {
        var batches = new PerpetualBatches(test, options.Seed);
        Add(batches, time, placement, batches, () => (batches.Best, batches.FirstSatisfied));
    }

    private void Add(IBatches batches, TimeSpan time, IReadOnlyList<int> placement, IDisposable memory, Func<(string Parameters, TimeSpan? First)> end)
    {
        HardwareResult result = HardwareRunner.Run(program, batches, options with { TimeBudget = time }, placement, cancellation);

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
