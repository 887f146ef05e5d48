using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Checks;
using MemoryModelLab.Exploration.Instrumentation.Linearizability;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>
/// A failing execution as conditions on orderings: sets of which every repair has at least one. A stronger ordering forbids executions and
/// allows none, and this execution is asked, without running anything, which orderings it could have had: what a largest such set leaves out is
/// a condition.
/// </summary>
/// <param name="failure">The failure.</param>
/// <param name="met">The orderings there are to choose from, a fence with what it keeps.</param>
/// <param name="isOver">Whether time is up: conditions are then true, and say less.</param>
internal sealed class Counterexample(ExplorationFailure failure, IReadOnlyDictionary<Choice, MemoryOrder> met, Func<bool> isOver)
{
    private readonly RecordedGraph graph = failure.Graph!;
    private readonly ExecutionCheck[] checks = ExecutionCheck.Of(ChecksOf(failure.Kind), failure.Graph!.Width);

    /// <summary>The conditions, none of which has an ordering chosen now; a single empty one where the execution stays whatever is chosen.</summary>
    public IReadOnlyList<IReadOnlyList<Choice>> Conditions(IReadOnlySet<Choice> chosen)
    {
        Choice[] there = [.. Here().Where(choice => !chosen.Contains(choice)).Order(Comparer<Choice>.Create(InOrder))];
        HashSet<Choice> kept = [.. chosen];
        List<IReadOnlyList<Choice>> conditions = [];
        do
        {
            HashSet<Choice> largest = [.. kept];
            List<Choice> condition = [];
            foreach (Choice choice in there.Where(choice => !kept.Contains(choice)))
            {
                largest.Add(choice);
                if (choice.Measure != Measure.Interlocked && !isOver() && IsAllowed(largest))
                    continue;
                largest.Remove(choice);
                condition.Add(choice);
            }
            conditions.Add(condition);
            kept.UnionWith(condition);
        }
        while (conditions[^1].Count > 0 && !kept.Overlaps(there.Where(choice => choice.Measure == Measure.Interlocked)) && !isOver() && IsAllowed(kept));
        return conditions[^1].Count == 0 ? [[]] : conditions;
    }

    /// <summary>Cheap ones first, so that what is left out tends to be what is dear: the conditions say more about the cost.</summary>
    private static int InOrder(Choice left, Choice right) =>
        (left.Weight, left.Site, left.IsWrite).CompareTo((right.Weight, right.Site, right.IsWrite));

    /// <summary>What there is to choose from in this execution.</summary>
    private IEnumerable<Choice> Here() => graph.Events.SelectMany(e => ChoicesOf(e)).Distinct().Where(met.ContainsKey);

    private static IEnumerable<Choice> ChoicesOf(Event e)
    {
        yield return new Choice(e.Site, e.IsWrite, Measure.Fence);
        if (!e.IsAccess)
            yield break;
        yield return new Choice(e.Site, e.IsWrite, Measure.Volatile);
        yield return new Choice(e.Site, e.IsWrite, Measure.Interlocked);
    }

    /// <summary>Whether the execution is still there, and fails, when orderings are chosen.</summary>
    private bool IsAllowed(HashSet<Choice> chosen)
    {
        if (this.graph.Build((in e) => Reinforced(e, chosen)) is not var (model, graph))
            return false;
        if (failure.Error is LinearizabilityException { IsWrong: { } isWrong })
            return isWrong(graph, model);
        return checks.Length == 0 || checks.Any(check => check.Find(graph, this.graph.Locations) is not null);
    }

    private Reinforcement Reinforced(in Event e, HashSet<Choice> chosen)
    {
        var fence = new Choice(e.Site, e.IsWrite, Measure.Fence);
        if (e.Kind == EventKind.Fence)
            return new Reinforcement(e.Order == MemoryOrder.Plain && chosen.Contains(fence) ? met[fence] : e.Order, false);
        if (e.Kind is not (EventKind.Read or EventKind.Write))
            return new Reinforcement(e.Order, false);
        bool isVolatile = e.Order == MemoryOrder.Plain && chosen.Contains(fence with { Measure = Measure.Volatile });
        return new Reinforcement(isVolatile ? e.IsRead ? MemoryOrder.Acquire : MemoryOrder.Release : e.Order, chosen.Contains(fence));
    }

    private static ExecutionChecks ChecksOf(FailureKind kind) => kind switch
    {
        FailureKind.DataRace => ExecutionChecks.DataRaces,
        FailureKind.TornRead => ExecutionChecks.TornReads,
        FailureKind.RecycledValue => ExecutionChecks.RecycledValues,
        _ => ExecutionChecks.None,
    };
}
