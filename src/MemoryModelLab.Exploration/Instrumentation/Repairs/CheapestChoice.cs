namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>
/// The cheapest set with at least one of each condition: a weighted hitting set, by branch and bound. The bound is the cost of conditions that
/// have nothing in common.
/// </summary>
internal sealed class CheapestChoice
{
    private const int MostSteps = 200_000;

    private readonly IReadOnlyList<IReadOnlyList<Choice>> conditions;
    private readonly HashSet<Choice> chosen = [];
    private readonly HashSet<Choice> excluded = [];
    private HashSet<Choice> best = [];
    private long bestWeight = long.MaxValue;
    private int steps;

    private CheapestChoice(IReadOnlyList<IReadOnlyList<Choice>> conditions)
    {
        this.conditions = conditions;
        Search(0);
    }

    /// <summary>The set, and whether none is cheaper for certain.</summary>
    public static (IReadOnlySet<Choice> Chosen, bool IsCheapest) Of(IReadOnlyList<IReadOnlyList<Choice>> conditions)
    {
        var search = new CheapestChoice(conditions);
        return (search.best, search.steps < MostSteps);
    }

    private void Search(long weight)
    {
        if (steps == MostSteps && bestWeight < long.MaxValue)
            return;
        steps = Math.Min(steps + 1, MostSteps);
        Choice[][] open = [.. conditions.Where(condition => !condition.Any(chosen.Contains)).Select(Left)];
        if (weight + Bound(open) >= bestWeight)
            return;
        if (open.Length == 0)
        {
            (best, bestWeight) = ([.. chosen], weight);
            return;
        }
        Choice[] next = open.MinBy(condition => condition.Length)!;
        foreach (Choice choice in next)
        {
            chosen.Add(choice);
            Search(weight + choice.Weight);
            chosen.Remove(choice);
            excluded.Add(choice);
        }
        excluded.ExceptWith(next);
    }

    private Choice[] Left(IReadOnlyList<Choice> condition) =>
        [.. condition.Where(choice => !excluded.Contains(choice)).OrderBy(choice => choice.Weight).ThenBy(choice => choice.Site)];

    private static long Bound(Choice[][] open)
    {
        HashSet<Choice> used = [];
        long bound = 0;
        foreach (Choice[] condition in open.OrderBy(condition => condition.Length))
        {
            if (condition.Length == 0)
                return long.MaxValue / 2;
            if (condition.Any(used.Contains))
                continue;
            used.UnionWith(condition);
            bound += condition[0].Weight;
        }
        return bound;
    }
}
