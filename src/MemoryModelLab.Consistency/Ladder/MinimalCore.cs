using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Shrinking;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>
/// A violation with as few operations as contradict each other for themselves, and the reason of those. What zones found is so already. So, nearly, is what one pass or a circle of forced edges
/// shows: a few operations that, with what wrote the values they saw, are a history of their own, however many the whole has. What a search refuted is all operations, and is worth some time.
/// </summary>
internal static class MinimalCore
{
    private const int MostInCircle = 256; // operations: a core of more is what was searched
    private const int MostForCircle = 4096; // operations of a history that is searched for a circle's

    private static readonly TimeSpan ForSearch = TimeSpan.FromSeconds(2), ForCircle = TimeSpan.FromSeconds(1), ForWhole = TimeSpan.FromSeconds(0.25), EachCheck = TimeSpan.FromSeconds(0.5);

    public static Verdict Of(History history, ConsistencyModel model, Verdict verdict, CheckOptions options)
    {
        if (verdict.Judgement != Judgement.Violated || !options.ShrinksCore || verdict.Core.Count < 2) return verdict;
        if (model.Name is "eventual" or "prefix-per-read" || (model.Name == "linearizable" && verdict.Algorithm != Instants.Algorithm)) return verdict;
        bool isSearched = verdict.Core.Count > MostInCircle;
        CheckOptions quick = options with { ShrinksCore = false, WithWitness = false, TimeLimit = options.TimeLimit < EachCheck ? options.TimeLimit : EachCheck };
        Budget budget = new Budget(options).Part(isSearched ? ForSearch : ForCircle);
        bool IsViolated(int[] some) => new Judge(history.Only(some), quick).Of(model).Judgement == Judgement.Violated;
        int[]? part = isSearched ? null : WithSources(history, [.. verdict.Core, .. Ways.Between(history, verdict.Core)]);
        if (part is null || !IsViolated(part))
        {
            if (!isSearched && history.Operations.Length > MostForCircle) return verdict;
            part = [.. Enumerable.Range(0, history.Operations.Length)];
            if (!isSearched) budget = budget.Part(ForWhole);
        }

        History small = history.Only(part);
        int[] core = HistoryShrinker.Core(small, model, [.. Enumerable.Range(0, part.Length).Where(i => verdict.Core.Contains(part[i]))], quick, budget);
        return new Judge(small.Only(core), quick).Of(model) is { Judgement: Judgement.Violated, Reason: { } reason }
            ? verdict with { Core = [.. core.Select(i => part[i])], Reason = reason }
            : verdict;
    }

    /// <summary>The core with every update that may have written what one of it saw. A compare-and-set that failed saw all updates of its key.</summary>
    private static int[] WithSources(History history, IReadOnlyList<int> core)
    {
        var kept = new SortedSet<int>(core);
        HashSet<(int Key, long Value)> seen = [];
        HashSet<int> keys = [];
        for (int before = -1; before != kept.Count;)
        {
            before = kept.Count;
            foreach (int i in kept)
            {
                ref readonly Operation it = ref history.Operations[i];
                if (it.ReturnsValue) seen.Add((it.Key, it.Value));
                else if (it.Kind == OperationKind.CompareAndSet && it.Outcome != Outcome.Fail) seen.Add((it.Key, it.Expected));
                else if (it.Kind == OperationKind.CompareAndSet) keys.Add(it.Key);
            }

            for (int i = 0; i < history.Operations.Length; i++)
            {
                ref readonly Operation it = ref history.Operations[i];
                if (it.MayWrite && (seen.Contains((it.Key, it.Value)) || keys.Contains(it.Key))) kept.Add(i);
            }
        }

        return [.. kept];
    }
}
