using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// Which of a method's variables and arguments matter to a loop: those that decide what its rounds access, whether they end it, or what comes after
/// it. A counter that only says for how long to spin (<c>Thread.SpinWait(1 &lt;&lt; n)</c>), or whether to yield or to sleep, does not (faint variables;
/// Giegerich, Möncke and Wilhelm, "Invariance of approximate semantics with respect to program transformations", 1981; with the branches that such a
/// variable decides, where both ways lead to the same place and do nothing on the way). And which of those that do only count its rounds, and end it.
/// </summary>
internal sealed class LoopVariables
{
    private readonly ControlFlow flow;
    private readonly VariableUses uses;
    private readonly Instruction head;
    private readonly HashSet<int> inside;
    private readonly VariableSet counters;
    private readonly VariableSet needed;
    private VariableSet relevant;

    public LoopVariables(ControlFlow flow, VariableUses uses, Instruction head)
    {
        (this.flow, this.uses, this.head, inside) = (flow, uses, head, flow.Inside(head));
        foreach (object variable in flow.Exits(head).Concat(flow.Handlers(inside)).SelectMany(flow.LiveBefore).Concat(flow.AlwaysLive))
            needed |= uses.SetOf(variable);
        relevant = needed;
        FindRelevant();
        counters = FindCounters();
    }

    /// <summary>The variables and arguments that matter at the loop's head, and do more than count.</summary>
    public IEnumerable<object> Relevant => flow.LiveBefore(head).Where(variable => relevant.Meets(uses.SetOf(variable)) && !counters.Meets(uses.SetOf(variable)));

    /// <summary>
    /// Those that only count: each round that comes to its end changes them in the same way, and decides in the same places of them alone whether to end
    /// the loop, after which they are not used. So a round that does not end the loop would do the same, were it the first.
    /// </summary>
    public IEnumerable<object> Counters => flow.LiveBefore(head).Where(variable => counters.Meets(uses.SetOf(variable)));

    private void FindRelevant()
    {
        VariableSet before;
        do
        {
            before = relevant;
            foreach (int at in inside)
                relevant |= RelevantAt(at);
        }
        while (before != relevant);
    }

    private VariableSet RelevantAt(int at)
    {
        VariableUse use = uses.At(at);
        if (use.Kind == VariableUseKind.Copies)
            return relevant.Meets(use.Target) ? use.Sources : default;
        if (use.Kind == VariableUseKind.Decides && (use.Sources.IsWithin(relevant) || IsWithoutConsequence(at)))
            return default;
        return use.Sources;
    }

    /// <summary>
    /// Whether all ways from a branch lead to one place in the loop with nothing on the stack, and on none of them anything is done but to variables that
    /// do not matter.
    /// </summary>
    private bool IsWithoutConsequence(int branch)
    {
        if (uses.HeightAfter(branch) != 0)
            return false;
        foreach (int place in Reached(branch, -1) ?? [])
        {
            if (uses.HeightBefore(place) == 0 && Reached(branch, place) is { } passed && passed.All(IsQuiet))
                return true;
        }
        return false;
    }

    /// <summary>
    /// What is on the ways from a branch to a place that does nothing, and what these ways come to where they do something; null where they leave the loop.
    /// </summary>
    private HashSet<int>? Reached(int branch, int place)
    {
        HashSet<int> reached = [];
        var work = new Stack<int>([.. flow.After(branch)]);
        while (work.TryPop(out int at))
        {
            if (at == place || !reached.Add(at))
                continue;
            if (!inside.Contains(at))
                return null;
            if (!IsQuiet(at))
                continue;
            foreach (int next in flow.After(at))
                work.Push(next);
        }
        return reached;
    }

    private bool IsQuiet(int at)
    {
        VariableUse use = uses.At(at);
        return at != flow.IndexOf(head) && use.Kind != VariableUseKind.Other && !(use.Kind == VariableUseKind.Copies && relevant.Meets(use.Target));
    }

    private VariableSet FindCounters()
    {
        VariableSet assigned = default;
        foreach (int at in inside)
            assigned |= uses.At(at).Target;
        VariableSet counters = assigned.Without(relevant.Complement() | needed | VariableSet.Mixed | VariableSet.Other);
        VariableSet constant = uses.AddressTaken.Complement().Without(assigned | VariableSet.Other);
        for (VariableSet before = default; before != counters;)
        {
            before = counters;
            foreach (int at in inside)
                counters = counters.Without(NotCountedAt(at, counters, constant));
        }
        return counters;
    }

    /// <summary>What an instruction shows not to be a counter.</summary>
    private VariableSet NotCountedAt(int at, VariableSet counters, VariableSet constant)
    {
        VariableUse use = uses.At(at);
        bool isOfCounters = use.Sources.IsWithin(counters | constant);
        switch (use.Kind)
        {
            case VariableUseKind.Copies when !relevant.Meets(use.Target):
                return default;
            case VariableUseKind.Copies:
                if (counters.Meets(use.Target))
                    return isOfCounters && IsOnceARound(at) ? default : use.Target | use.Sources;
                return use.Sources;
            case VariableUseKind.Decides when use.Sources.Meets(counters):
                return (isOfCounters && IsOnceARound(at) && StaysOneWay(at)) || IsWithoutConsequence(at) ? default : use.Sources;
            case VariableUseKind.Other:
                return use.Sources;
            default:
                return default;
        }
    }

    private bool StaysOneWay(int branch)
    {
        int staying = 0;
        foreach (int next in flow.After(branch))
            staying += inside.Contains(next) ? 1 : 0;
        return staying == 1;
    }

    /// <summary>Whether each round passes an instruction, and once.</summary>
    private bool IsOnceARound(int at)
    {
        int head = flow.IndexOf(this.head);
        return at == head || (!IsReached(head, head, at) && !IsReached(at, at, head));
    }

    /// <summary>Whether there is a way in the loop from one place to another that does not pass a third.</summary>
    private bool IsReached(int from, int to, int without)
    {
        HashSet<int> reached = [];
        var work = new Stack<int>([from]);
        while (work.TryPop(out int at))
        {
            foreach (int next in flow.After(at))
            {
                if (next == to)
                    return true;
                if (next != without && inside.Contains(next) && reached.Add(next))
                    work.Push(next);
            }
        }
        return false;
    }
}
