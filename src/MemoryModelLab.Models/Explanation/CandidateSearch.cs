using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>Finds the executions of a program that end in an outcome: those a model allows, or all there would be were there no model.</summary>
internal sealed class CandidateSearch
{
    private readonly LitmusProgram program;
    private readonly AskedOutcome outcome;
    private readonly ExplanationOptions options;
    private readonly List<Candidate> found = [];

    private CandidateSearch(LitmusProgram program, AskedOutcome outcome, ExplanationOptions options) =>
        (this.program, this.outcome, this.options) = (program, outcome, options);

    /// <summary>The first of the executions, as many as may be examined.</summary>
    public IReadOnlyList<Candidate> Found => found;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>What the search says of the program.</summary>
    public CheckResult Result { get; private set; } = null!;

    /// <summary>The executions a model allows.</summary>
    public static CandidateSearch Allowed(
        LitmusProgram program, ModelInstance model, AskedOutcome outcome, ExplanationOptions options, CancellationToken cancellation) =>
        new CandidateSearch(program, outcome, options).Run(model, options.Check, cancellation);

    /// <summary>The executions that are as sound as said, whether a model allows them or not.</summary>
    public static CandidateSearch Sound(
        LitmusProgram program, CompiledModel asked, Soundness soundness, AskedOutcome outcome, ExplanationOptions options, CancellationToken cancellation)
    {
        // A model's graph is shared between checks and must not grow; where co orders some writes only, the model's own set of these is needed.
        RelationGraph graph = asked.OrderedWrites is null ? new RelationGraph() : asked.Graph;
        ModelCheck[] checks = soundness switch
        {
            Soundness.Atomic => [Coherence(graph), Atomicity(graph)],
            Soundness.Coherent => [Coherence(graph)],
            _ => [],
        };
        var model = new CompiledModel { Graph = graph, Checks = checks, Shown = [], OrderedWrites = asked.OrderedWrites };
        CheckOptions check = options.Check with { ReadsOwnFuture = soundness == Soundness.Any };
        return new CandidateSearch(program, outcome, options).Run(new ModelInstance(model), check, cancellation);
    }

    private static ModelCheck Coherence(RelationGraph graph)
    {
        int order = graph.Intersect(graph.RelationLeaf(BaseRelation.Po), graph.RelationLeaf(BaseRelation.Loc));
        foreach (BaseRelation relation in (ReadOnlySpan<BaseRelation>)[BaseRelation.Rf, BaseRelation.Co, BaseRelation.Fr])
        {
            order = graph.Union(order, graph.RelationLeaf(relation));
        }

        return new ModelCheck(CheckKind.Acyclic, false, order, "coherence", CheckSeverity.Require, default);
    }

    /// <summary>No write comes between the halves of an atomic operation, nor between what an update that is one event reads and itself.</summary>
    private static ModelCheck Atomicity(RelationGraph graph)
    {
        int update = graph.Identity(graph.Intersect(graph.SetLeaf(BaseSet.Reads), graph.SetLeaf(BaseSet.Writes)));
        int ext = graph.RelationLeaf(BaseRelation.External), fr = graph.RelationLeaf(BaseRelation.Fr), co = graph.RelationLeaf(BaseRelation.Co);
        int halves = graph.Intersect(graph.RelationLeaf(BaseRelation.Rmw), graph.Sequence(graph.Intersect(fr, ext), graph.Intersect(co, ext)));
        int broken = graph.Union(halves, graph.Intersect(update, graph.Sequence(fr, co)));
        return new ModelCheck(CheckKind.Empty, false, broken, "atomicity", CheckSeverity.Require, default);
    }

    private CandidateSearch Run(ModelInstance model, CheckOptions check, CancellationToken cancellation)
    {
        Result = ModelChecker.Check(program, model, check, Visit, cancellation);
        return this;
    }

    private void Visit(ExecutionSearch execution, ReadOnlySpan<long> state)
    {
        if (!outcome.Matches(state)) return;
        Count++;
        if (found.Count < options.MostExamined && execution.Structure.Count <= options.MostEvents) found.Add(new Candidate(execution));
    }
}
