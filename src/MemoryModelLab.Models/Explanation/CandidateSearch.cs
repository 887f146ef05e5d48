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

    /// <summary>Whether, or not, a model allows them: the executions that agree with the order of memory at each location.</summary>
    public static CandidateSearch Coherent(LitmusProgram program, AskedOutcome outcome, ExplanationOptions options, CancellationToken cancellation)
    {
        var graph = new RelationGraph();
        int order = graph.Intersect(graph.RelationLeaf(BaseRelation.Po), graph.RelationLeaf(BaseRelation.Loc));
        foreach (BaseRelation relation in (ReadOnlySpan<BaseRelation>)[BaseRelation.Rf, BaseRelation.Co, BaseRelation.Fr])
        {
            order = graph.Union(order, graph.RelationLeaf(relation));
        }

        var check = new ModelCheck(CheckKind.Acyclic, false, order, "coherence", CheckSeverity.Require, default);
        var model = new CompiledModel { Graph = graph, Checks = [check], Shown = [] };
        return new CandidateSearch(program, outcome, options).Run(new ModelInstance(model), options.Check, cancellation);
    }

    /// <summary>All executions: who reads from whom and the order of the writes are as they may be.</summary>
    public static CandidateSearch All(
        LitmusProgram program, CompiledModel asked, AskedOutcome outcome, ExplanationOptions options, CancellationToken cancellation)
    {
        var model = new CompiledModel { Graph = asked.Graph, Checks = [], Shown = [], OrderedWrites = asked.OrderedWrites };
        return new CandidateSearch(program, outcome, options).Run(new ModelInstance(model), options.Check with { ReadsOwnFuture = true }, cancellation);
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
