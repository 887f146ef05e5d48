using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>Finds which checks of a model an execution fails, and on what.</summary>
internal sealed class ViolationFinder
{
    private readonly CompiledModel model;
    private readonly Candidate candidate;
    private readonly NodeValues values;
    private readonly DerivationFinder derivations;
    private readonly StepMaker steps;
    private readonly int events;

    public ViolationFinder(CompiledModel model, Candidate candidate)
    {
        (this.model, this.candidate, events) = (model, candidate, candidate.Structure.Count);
        values = candidate.Evaluate(model.Graph);
        derivations = new DerivationFinder(model.Graph, values, events);
        steps = new StepMaker(model.Graph, model.Definitions.Value);
    }

    /// <summary>Whether the model allows the execution.</summary>
    public bool IsAllowed => model.Checks.All(c => c.Severity != CheckSeverity.Require || values.Holds(c));

    /// <summary>The required checks that fail, in the order of the file.</summary>
    public IEnumerable<Violation> Violations() =>
        model.Checks.Where(c => c.Severity == CheckSeverity.Require && !values.Holds(c)).Select(Explain);

    /// <summary>How the model keeps one event before another: the shortest path in what a check orders; empty when it does not.</summary>
    public IReadOnlyList<Step> Order(int from, int to)
    {
        foreach (ModelCheck check in model.Checks.Where(c => c is { Severity: CheckSeverity.Require, Negated: false, Kind: not CheckKind.Empty }))
        {
            int node = check.Node;
            while (check.Kind == CheckKind.Irreflexive && model.Graph[node] is { Kind: NodeKind.Sequence or NodeKind.Union } n) node = n.A;
            IReadOnlyList<Derivation> path = derivations.Path(Opened(node), from, to);
            if (path.Count > 0) return [.. path.SelectMany(steps.Steps)];
        }

        return [];
    }

    private Violation Explain(ModelCheck check)
    {
        if (check.Negated) return new Violation(check, [], -1);
        if (check.Kind == CheckKind.Empty) return Element(check);
        IEnumerable<IReadOnlyList<Derivation>> cycles = check.Kind == CheckKind.Acyclic
            ? Enumerable.Range(0, events).Select(e => derivations.Path(Opened(check.Node), e, e)).Where(p => p.Count > 0)
            : Enumerable.Range(0, events).Select(e => derivations.Find(check.Node, e, e)).OfType<Derivation>().Select(d => (IReadOnlyList<Derivation>)[d]);
        IReadOnlyList<Step>? shortest = cycles.Select(c => (IReadOnlyList<Step>)[.. c.SelectMany(steps.Steps)]).MinBy(Length);
        return new Violation(check, Turn(shortest ?? []), -1);
    }

    private Violation Element(ModelCheck check)
    {
        if (!model.Graph.IsRelation(check.Node)) return new Violation(check, [], values.Set(check.Node).Elements().First());
        Derivation pair = values.Relation(check.Node).Pairs().Select(p => derivations.Find(check.Node, p.From, p.To)!).MinBy(d => d.Cost)!;
        return new Violation(check, [.. Both(pair)], -1);
    }

    /// <summary>The edges of a pair that is in two relations at once: those of either.</summary>
    private IEnumerable<Step> Both(Derivation pair) => model.Graph[pair.Node].Kind == NodeKind.Intersect && pair.Parts[1].BasePath(model.Graph).Any()
        ? pair.Parts.SelectMany(Both)
        : steps.Steps(pair);

    /// <summary>A closure's cycles are those of what it closes.</summary>
    private int Opened(int node) => model.Graph[node].Kind == NodeKind.Plus ? Opened(model.Graph[node].A) : node;

    private static int Length(IReadOnlyList<Step> cycle) => cycle.Sum(s => (16 * Math.Max(1, s.Path.Count)) + 1);

    /// <summary>Begins a cycle where a story begins: with the order of one thread, of the first thread that has one.</summary>
    private Step[] Turn(IReadOnlyList<Step> cycle)
    {
        int start = Enumerable.Range(0, cycle.Count)
            .OrderBy(i => cycle[i].Edge.Kind != CycleEdgeKind.Local).ThenBy(i => candidate.Structure.Events[cycle[i].Edge.From].Thread).ThenBy(i => cycle[i].Edge.From)
            .FirstOrDefault();
        return [.. cycle.Skip(start), .. cycle.Take(start)];
    }
}
