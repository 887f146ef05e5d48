using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Shrinking;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>
/// A violation with as few operations as contradict each other for themselves, and the reason of those. What one pass or zones found is so already; so, nearly, is a circle of
/// forced edges, which is made so where that takes no time; what a search refuted is all operations, and is worth some.
/// </summary>
internal static class MinimalCore
{
    private const int MostInCircle = 64; // operations: a core of more is what was searched
    private const int MostForCircle = 1024; // operations of a history in which a circle is looked at

    private static readonly TimeSpan ForSearch = TimeSpan.FromSeconds(2), ForCircle = TimeSpan.FromSeconds(0.1), EachCheck = TimeSpan.FromSeconds(0.5);

    public static Verdict Of(History history, ConsistencyModel model, Verdict verdict, CheckOptions options)
    {
        bool isSearched = verdict.Core.Count > MostInCircle;
        if (verdict.Judgement != Judgement.Violated || !options.ShrinksCore || verdict.Core.Count < 2) return verdict;
        if (model.Name is "eventual" or "prefix-per-read" or "bounded-staleness" or "linearizable" or "strict" || (!isSearched && history.Operations.Length > MostForCircle)) return verdict;
        CheckOptions quick = options with { ShrinksCore = false, WithWitness = false, TimeLimit = options.TimeLimit < EachCheck ? options.TimeLimit : EachCheck };
        int[] core = HistoryShrinker.Core(history, model, verdict.Core, quick, new Budget(options).Part(isSearched ? ForSearch : ForCircle));
        return core.Length < history.Operations.Length && new Judge(history.Only(core), quick).Of(model) is { Judgement: Judgement.Violated, Reason: { } reason }
            ? verdict with { Core = core, Reason = reason }
            : verdict;
    }
}
