using System.Diagnostics;

namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>
/// Looks for the cheapest orderings under which a program passes: implicit hitting sets. The cheapest choice that meets all conditions known is
/// explored; if an execution fails, it gives further conditions (<see cref="Counterexample"/>), each of which every repair meets. So the first
/// choice that passes is a cheapest, and few are explored: each but the last only up to its first failure.
/// </summary>
/// <param name="explore">Explores the program with orderings in the place of those of the source, for at most a time.</param>
/// <param name="limit">How long to look.</param>
/// <param name="cancellation">Ends it as the limit does.</param>
internal sealed class RepairSearch(Func<SiteOrderings, TimeSpan, InstrumentedResult> explore, TimeSpan limit, CancellationToken cancellation = default)
{
    private const double ForTheCheapest = 0.7;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly List<IReadOnlyList<Choice>> conditions = [];
    private readonly Dictionary<Choice, Runtime.MemoryOrder> met = [];
    private int explored;
    private bool isUnsure;

    /// <summary>The cheapest changes that make a failing program pass.</summary>
    public RepairResult Strengthen()
    {
        (IReadOnlySet<Choice> chosen, InstrumentedResult? last, bool isCheapest) = Search(isRelaxed: false);
        if (last is not null)
            return Result(chosen.Count == 0 ? RepairOutcome.NotNeeded : RepairOutcome.Found, chosen.Select(Change.Making), last, isCheapest);
        if (conditions is [.., { Count: 0 }])
            return Result(RepairOutcome.NoneExists, [], null, true);
        HashSet<Choice> all = [.. conditions.SelectMany(condition => condition)];
        return Explore(all, isRelaxed: false, limit) is { Exploration.Verdict: ExplorationVerdict.Passed } passed
            ? Result(RepairOutcome.Found, all.Select(Change.Making), passed, false)
            : Result(RepairOutcome.NotFound, [], null, false);
    }

    /// <summary>The dearest orderings of a passing program that it does not need, all of them left out together.</summary>
    public RepairResult Relax()
    {
        if (Explore(new HashSet<Choice>(), isRelaxed: false, limit)?.Exploration.Verdict != ExplorationVerdict.Passed)
            return Result(RepairOutcome.NotNeeded, [], null, false);
        met.Clear();
        (IReadOnlySet<Choice> kept, InstrumentedResult? last, bool isCheapest) = Search(isRelaxed: true);
        return last is { Exploration.Verdict: ExplorationVerdict.Passed }
            ? Result(RepairOutcome.Found, LeftOut(kept).Select(choice => Change.LeavingOut(choice, met[choice], kept)), last, isCheapest)
            : Result(RepairOutcome.NotFound, [], null, false);
    }

    /// <summary>What the source has and is not kept. What takes the place of an Interlocked operation that is kept is none of it.</summary>
    private IEnumerable<Choice> LeftOut(IReadOnlySet<Choice> kept) => met.Keys.Where(choice => !kept.Contains(choice)
        && !(choice.Measure == Measure.Volatile && met.ContainsKey(choice with { Measure = Measure.Interlocked })));

    /// <summary>The cheapest choice in which nothing fails, with its exploration; without one where nothing is left to choose, or time is up.</summary>
    private (IReadOnlySet<Choice> Chosen, InstrumentedResult? Last, bool IsCheapest) Search(bool isRelaxed)
    {
        IReadOnlySet<Choice> chosen = new HashSet<Choice>();
        for (bool isCheapest = true; ;)
        {
            int known = conditions.Count;
            InstrumentedResult? result = Explore(chosen, isRelaxed, limit * ForTheCheapest);
            if (conditions.Count == known || conditions[known..].Any(condition => condition.Count == 0))
                return (chosen, conditions.Count == known ? result : null, isCheapest);
            (chosen, bool isFound) = CheapestChoice.Of(conditions);
            isCheapest &= isFound;
        }
    }

    /// <summary>Explores a choice, and notes the conditions that follow when it fails; null when it cannot be explored, or time is up.</summary>
    private InstrumentedResult? Explore(IReadOnlySet<Choice> chosen, bool isRelaxed, TimeSpan until)
    {
        TimeSpan left = until - Stopwatch.GetElapsedTime(start);
        if (left <= TimeSpan.Zero || cancellation.IsCancellationRequested)
            return null;
        var orderings = new SiteOrderings(chosen, isRelaxed);
        explored++;
        InstrumentedResult? result = null;
        try
        {
            result = explore(orderings, left);
        }
        catch (UnsupportedCodeException) when (chosen.Count > 0 || isRelaxed)
        {
            // With these orderings the program does what cannot be explored: they are no repair.
        }
        foreach ((Choice choice, Runtime.MemoryOrder order) in orderings.Met)
            met.TryAdd(choice, order);
        // Where it can only be said that nothing failed so far, something more has to stay in order.
        if (result is null || (isRelaxed && result.Exploration.Verdict == ExplorationVerdict.Inconclusive && !IsOver(until)))
        {
            isUnsure = true;
            conditions.Add([.. met.Keys.Where(choice => !chosen.Contains(choice))]);
        }
        else if (result.Exploration.Failures is [var failure, ..])
            conditions.AddRange(new Counterexample(failure, met, () => IsOver(limit)).Conditions(chosen));
        foreach (Choice choice in orderings.Met.Keys.Where(choice => choice.Measure == Measure.Interlocked && orderings.Bound.Contains(choice.Site) && !chosen.Contains(choice)))
            conditions.Add([choice]);
        return result is { Exploration: { Verdict: ExplorationVerdict.Inconclusive, Complete: 0 } } || cancellation.IsCancellationRequested ? null : result;
    }

    private bool IsOver(TimeSpan until) => cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(start) >= until;

    private RepairResult Result(RepairOutcome outcome, IEnumerable<Change> changes, InstrumentedResult? last, bool isCheapest) => new()
    {
        Outcome = outcome,
        Changes =
        [
            .. changes.OrderBy(change => change.Site.File, StringComparer.Ordinal).ThenBy(change => change.Site.Line).ThenBy(change => change.Site.Column).ThenBy(change => change.Number),
        ],
        IsCheapest = isCheapest && !isUnsure,
        Changed = last,
        Explorations = explored,
        Elapsed = Stopwatch.GetElapsedTime(start),
    };
}
