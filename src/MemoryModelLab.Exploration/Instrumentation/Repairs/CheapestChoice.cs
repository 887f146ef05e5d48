namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>
/// The cheapest set with at least one of each condition: a weighted hitting set, by branch and bound. The bound is the cost of conditions that
/// have nothing in common.
/// </summary>
internal sealed class CheapestChoice
{
    private const int MostSteps = 200_000;

    private readonly IReadOnlyList<IReadOnlyList<Choice>> _conditions;
    private readonly HashSet<Choice> _chosen = [];
    private readonly HashSet<Choice> _excluded = [];
    private HashSet<Choice> _best = [];
    private long _bestWeight = long.MaxValue;
    private int _steps;

    private CheapestChoice(IReadOnlyList<IReadOnlyList<Choice>> conditions)
    {
        _conditions = conditions;
        Search(0);
    }

    /// <summary>The set, and whether none is cheaper for certain.</summary>
    public static (IReadOnlySet<Choice> Chosen, bool IsCheapest) Of(IReadOnlyList<IReadOnlyList<Choice>> conditions)
    {
        var search = new CheapestChoice(conditions);
        return (search._best, search._steps < MostSteps);
    }

    private void Search(long weight)
    {
        if (_steps == MostSteps && _bestWeight < long.MaxValue)
            return;
        _steps = Math.Min(_steps + 1, MostSteps);
        Choice[][] open = [.. _conditions.Where(condition => !condition.Any(_chosen.Contains)).Select(Left)];
        if (weight + Bound(open) >= _bestWeight)
            return;
        if (open.Length == 0)
        {
            (_best, _bestWeight) = ([.. _chosen], weight);
            return;
        }
        Choice[] next = open.MinBy(condition => condition.Length)!;
        foreach (Choice choice in next)
        {
            _chosen.Add(choice);
            Search(weight + choice.Weight);
            _chosen.Remove(choice);
            _excluded.Add(choice);
        }
        _excluded.ExceptWith(next);
    }

    private Choice[] Left(IReadOnlyList<Choice> condition) =>
        [.. condition.Where(choice => !_excluded.Contains(choice)).OrderBy(choice => choice.Weight).ThenBy(choice => choice.Site)];

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
