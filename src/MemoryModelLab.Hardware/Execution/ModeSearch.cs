using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Runs a test in every way that suits it for a part of the time, in the one that yields most for the rest, and adds up what they did.
/// </summary>
internal sealed class ModeSearch
{
    /// <summary>The part of the time in which all candidates are tried alike, before the best gets the rest.</summary>
    private const double Trials = 0.3;

    private readonly LitmusProgram program;
    private readonly HardwareOptions options;
    private readonly CancellationToken cancellation;
    private readonly PropositionEvaluator? condition;
    private readonly List<Action<TimeSpan>> candidates = [];
    private readonly List<HardwareResult> results = [];

    /// <summary>A search for <paramref name="program"/>.</summary>
    public ModeSearch(LitmusProgram program, HardwareOptions options, CancellationToken cancellation)
    {
        (this.program, this.options, this.cancellation) = (program, options, cancellation);
        condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
    }

    /// <summary>
    /// Ways in which a test's threads can be run by <paramref name="processors"/>: where they share them, taking turns, unless a thread may wait for
    /// another one, which then might never have its turn.
    /// </summary>
    public static IReadOnlyList<ThreadSharing> Sharings(LitmusProgram program, IReadOnlyList<int> processors, int seed)
    {
        int threads = program.Threads.Count, workers = Math.Min(Math.Max(1, processors.Count), Environment.ProcessorCount);
        return MayWait(program) ? [ThreadSharing.None(threads)] : ThreadSharing.All(threads, workers, seed);
    }

    /// <summary>Adds a way to run.</summary>
    /// <param name="make">Makes its batches.</param>
    /// <param name="processors">Where they run.</param>
    public void Add<T>(Func<T> make, IReadOnlyList<int> processors)
        where T : ISearched
    {
        candidates.Add(time =>
        {
            T batches = make();
            HardwareResult result = HardwareRunner.Run(program, batches, options with { TimeBudget = time }, processors, cancellation);

            // Code that still runs keeps its pages.
            if (result.Status != HardwareStatus.Stuck) (batches as IDisposable)?.Dispose();
            results.Add(result with { Parameters = batches.Best, FirstSatisfied = batches.FirstSatisfied });
        });
    }

    /// <summary>Runs them for as long as the options say.</summary>
    public HardwareResult Run()
    {
        Search();
        return Sum();
    }

    private void Search()
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

    // Whoever goes back may be waiting.
    private static bool MayWait(LitmusProgram program) => program.Threads.Any(thread => thread.Code.Index().Any(op => op.Item switch
    {
        Op.Jump jump => jump.Target <= op.Index,
        Op.Branch branch => branch.Target <= op.Index,
        _ => false,
    }));
}
