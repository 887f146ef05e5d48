using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation.Strengthening;

namespace MemoryModelLab.Models.Explanation;

/// <summary>
/// Says why a model allows or forbids an outcome. Of an outcome that is allowed it shows an execution, and the cycle that keeps this from
/// being sequentially consistent, with the edges the model does not keep. Of one that is forbidden it looks at the executions that would
/// end so were there no model, and tells the checks they fail, the shortest cycle first.
/// </summary>
public sealed class Explainer
{
    private readonly LitmusProgram source;
    private readonly LitmusProgram program;
    private readonly MemoryModel model;
    private readonly ModelInstance instance;
    private readonly ExplanationOptions options;
    private readonly CancellationToken cancellation;

    /// <summary>Prepares explanations of one program under one model.</summary>
    public Explainer(LitmusProgram program, MemoryModel model, ExplanationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(model);
        (this.program, this.model, this.options, this.cancellation) = (model.Compile(program), model, options ?? new ExplanationOptions(), cancellation);
        source = program;
        instance = new ModelInstance(model, this.program.Architecture);
    }

    /// <summary>Explains why the model allows or forbids an outcome.</summary>
    /// <exception cref="MemoryModelLab.Litmus.LitmusException">The model's program has an error.</exception>
    public OutcomeExplanation Explain(AskedOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        try
        {
            return Answer(outcome);
        }
        catch (InsufficientExecutionStackException)
        {
            return new OutcomeExplanation.Unknown(model.Name, outcome.Text, "the model's definitions are nested too deeply to be taken apart");
        }
    }

    private OutcomeExplanation Answer(AskedOutcome outcome)
    {
        CandidateSearch allowed = CandidateSearch.Allowed(program, instance, outcome, options, cancellation);
        if (allowed.Count > 0) return allowed.Found.Count > 0 ? Allowed(outcome, allowed.Found) : TooLarge(outcome);
        if (!allowed.Result.Complete) return new OutcomeExplanation.Unknown(model.Name, outcome.Text, "the check was cut short before such an execution was found");

        Soundness soundness = instance.Whole.OrderedWrites is null ? Soundness.Atomic : Soundness.Any;
        CandidateSearch candidates = CandidateSearch.Sound(program, instance.Whole, soundness, outcome, options, cancellation);
        while (candidates.Count == 0 && soundness < Soundness.Any)
        {
            candidates = CandidateSearch.Sound(program, instance.Whole, ++soundness, outcome, options, cancellation);
        }

        if (candidates.Count == 0)
        {
            return candidates.Result.Complete
                ? new OutcomeExplanation.Impossible(model.Name, outcome.Text, WhyImpossible(outcome, candidates.Result))
                : new OutcomeExplanation.Unknown(model.Name, outcome.Text, "forbidden; the search for executions to show it on was cut short");
        }

        return candidates.Found.Count > 0 ? Forbidden(outcome, candidates, soundness) : TooLarge(outcome);
    }

    private OutcomeExplanation.Unknown TooLarge(AskedOutcome outcome) =>
        new(model.Name, outcome.Text, $"its executions have more than {options.MostEvents} events; only smaller ones are explained");

    private OutcomeExplanation.Forbidden Forbidden(AskedOutcome outcome, CandidateSearch candidates, Soundness soundness)
    {
        var found = new List<(Candidate Candidate, CompiledModel Model, Violation Violation)>();
        foreach (Candidate candidate in candidates.Found)
        {
            CompiledModel way = Ways(candidate)[0];
            found.Add((candidate, way, new ViolationFinder(way, candidate).Violations().MinBy(v => v.Cost)!));
        }

        Reason[] reasons = [.. found.GroupBy(f => f.Violation.Check.Name)
            .Select(g => (Shortest: g.MinBy(f => f.Violation.Cost), Count: g.Count()))
            .OrderBy(r => r.Shortest.Violation.Cost).ThenByDescending(r => r.Count)
            .Select(r => Tell(r.Shortest.Candidate, r.Shortest.Model, r.Shortest.Violation, r.Count))];
        return new OutcomeExplanation.Forbidden(
            model.Name, outcome.Text, candidates.Count, soundness, candidates.Result.Complete && candidates.Found.Count == candidates.Count, reasons);
    }

    private Reason Tell(Candidate candidate, CompiledModel way, Violation violation, int count)
    {
        ExecutionGraph execution = candidate.Graph(program);
        var events = new EventWords(program, execution);
        var words = new StepWords(way.Graph, events);
        ModelCheck check = violation.Check;
        string kind = check.Kind.ToString().ToLowerInvariant();
        string rule = $"'{check.Name}' ({(check.Negated ? "~" : "")}{kind}{StepWords.At(check.Position)})";
        string conclusion = (check.Kind, violation.Steps.Count) switch
        {
            _ when check.Negated => $"the model demands what this execution does not have: {rule}",
            (CheckKind.Empty, 0) => $"{events.Thing(violation.Event)} must not be: {rule}",
            (CheckKind.Empty, _) => $"all of this together must not be: {rule}",
            _ => $"so {events.Thing(violation.Steps[0].Edge.From)} would be before itself, which {rule} forbids",
        };
        return new Reason(
            check.Name, check.Kind, check.Position, count, execution, new Cycle([.. violation.Steps.Select(s => s.Edge)]),
            [.. violation.Steps.Select(words.Say), conclusion])
        {
            Candidate = candidate,
            Compiled = way,
        };
    }

    private OutcomeExplanation.Allowed Allowed(AskedOutcome outcome, IReadOnlyList<Candidate> executions)
    {
        CompiledModel sequential = MemoryModel.BuiltIn("sc").Compile(program.Architecture);
        (Candidate Candidate, Violation? Violation) best = executions
            .Select(e => (e, new ViolationFinder(sequential, e).Violations().MinBy(v => v.Cost)))
            .MinBy(p => p.Item2?.Cost ?? 0);
        ExecutionGraph execution = best.Candidate.Graph(program);
        var events = new EventWords(program, execution);
        if (best.Violation is not { } violation)
        {
            return new OutcomeExplanation.Allowed(model.Name, outcome.Text, execution, new Cycle([]), [.. Interleaving(execution).Select(e => $"{events.Thread(e)} {events.Does(e)}")]);
        }

        CompiledModel way = Ways(best.Candidate)[0];
        var kept = new ViolationFinder(way, best.Candidate);
        var words = new StepWords(sequential.Graph, events);
        string[] sentences = [.. violation.Steps.Select(s => words.Say(s) + Kept(s, kept.Order(s.Edge.From, s.Edge.To), events))];
        return new OutcomeExplanation.Allowed(model.Name, outcome.Text, execution, new Cycle([.. violation.Steps.Select(s => s.Edge)]), sentences)
        {
            Strengthening = options.Strengthen ? new StrengtheningSearch(source, model, outcome, options, cancellation).Run() : null,
        };
    }

    /// <summary>Whether the model keeps an edge of a cycle that sequential consistency does not allow.</summary>
    private string Kept(Step step, IReadOnlyList<Step> order, EventWords events)
    {
        if (order.Count > 0 && step.Edge.Kind != CycleEdgeKind.Local) return "";
        if (order.Count > 0) return $"; {model.Name} keeps this ({string.Join(", ", order.Select(s => s.Edge.Label + StepWords.At(s.Definition?.Position)))})";
        return step.Edge.Kind switch
        {
            CycleEdgeKind.Local => $"; nothing in {model.Name} orders the {Access(step.Edge.To, events)} after the {Access(step.Edge.From, events)}",
            CycleEdgeKind.ReadsFrom => $"; {model.Name} does not count this as order: a thread may read its own write before others see it",
            _ => $"; {model.Name} does not count this as order between threads",
        };
    }

    private static string Access(int e, EventWords events) => events[e].Event.Kind switch
    {
        EventKind.Read => $"read of {events[e].Location}",
        EventKind.Write => $"write of {events[e].Location}",
        EventKind.ReadModifyWrite => $"update of {events[e].Location}",
        _ => events.Value(e),
    };

    /// <summary>The events of the threads in an order that program order and all communication agree with.</summary>
    private static IEnumerable<int> Interleaving(ExecutionGraph execution)
    {
        string[] relations = ["po", "rf", "co", "fr", "rmw"];
        var left = Enumerable.Range(0, execution.Events.Count).ToList();
        while (left.Count > 0)
        {
            int next = left.Find(e => left.TrueForAll(before => before == e || !Array.Exists(relations, r => execution[r][before, e])));
            left.Remove(next);
            if (execution.Events[next].Event.Thread >= 0) yield return next;
        }
    }

    /// <summary>The model as it is over an execution; where its program chooses, each way it can go on.</summary>
    private IReadOnlyList<CompiledModel> Ways(Candidate candidate)
    {
        if (instance.Whole.IsComplete) return [instance.Whole];
        var graph = new Relations.RelationGraph();
        return model.Compile(program.Architecture, graph, candidate.Evaluate(graph))!;
    }

    private static string WhyImpossible(AskedOutcome outcome, CheckResult all)
    {
        foreach (AskedOutcome part in outcome.Parts)
        {
            if (!all.States.Any(s => part.Matches(s.Values))) return $"{part.Text} in no execution, whatever the model: {NoSuchValue}";
        }

        return outcome.Parts.Count > 1
            ? "each part of it can be, but not together, whatever the model: the values contradict each other or the branches the threads take"
            : outcome.IsEquality
            ? $"in no execution, whatever the model: {NoSuchValue}"
            : "no execution ends so, whatever the model, the values reads return and the order of writes";
    }

    private const string NoSuchValue = "no write makes that value, or only one that would depend on itself";
}
