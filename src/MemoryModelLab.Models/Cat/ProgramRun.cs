using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Predefined;
using MemoryModelLab.Models.Cat.Syntax;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>
/// Runs a model's program: definitions become nodes of a graph, checks are collected. Where the program takes a decision by the value
/// of a set or relation (a match on a set, an enumeration, <c>forall</c> over events) the values must be given; without them the run
/// stops there, and what it has collected so far is a model that says a part.
/// </summary>
internal sealed class ProgramRun
{
    private const int MaximalNesting = 10_000;
    private readonly CatLibrary library;
    private readonly NameTable table;
    private readonly RelationGraph graph;
    private readonly ExpressionEvaluator evaluator;
    private readonly CoherenceEnumeration coherence;
    private readonly DependencyDefinitions dependencies;
    private readonly Budget budget = new();
    private readonly List<CompiledModel> results = [];
    private ProgramState reached;

    private ProgramRun(CatLibrary library, NameTable table, INodeEvaluator? values, IReadOnlySet<string> variants)
    {
        this.library = library;
        this.table = table;
        graph = table.Graph;
        evaluator = new ExpressionEvaluator(table, values, variants, budget);
        coherence = new CoherenceEnumeration(table, evaluator);
        dependencies = new DependencyDefinitions(library);
        Environment scope = Environment.None;
        foreach ((string name, int node) in table.Nodes) scope = scope.With(name, new CatValue.Node(node, graph.IsRelation(node)));
        foreach (string name in PredefinedNames.Primitives) scope = scope.With(name, new CatValue.Primitive(name));
        reached = new ProgramState(scope, [], []);
    }

    /// <summary>
    /// Runs the program. The result has one model for each way <c>with … from</c> chooses; it is one model, perhaps incomplete, where
    /// <paramref name="values"/> is null.
    /// </summary>
    /// <exception cref="NeedsValueException"><paramref name="values"/> does not know what the program asks for.</exception>
    public static IReadOnlyList<CompiledModel> Run(
        CatLibrary library, string path, NameTable table, INodeEvaluator? values, IReadOnlySet<string> variants)
    {
        var run = new ProgramRun(library, table, values, variants);
        var nowhere = new SourcePosition(path, 1, 1);
        var end = new ProgramPoint([], 0, null, null, null, path, 0);
        ProgramPoint main = end.Enter(library.Load(path, nowhere).Instructions);
        string standard = library.StandardLibrary();
        try
        {
            run.Continue(main.Enter(library.Load(standard, nowhere).Instructions, path: standard), run.reached);
        }
        catch (NeedsValueException) when (values is null)
        {
            return [run.Compile(run.reached, false)];
        }

        return run.results;
    }

    private CompiledModel Compile(ProgramState state, bool isComplete) =>
        new()
        {
            Graph = graph,
            Checks = state.Checks,
            Shown = state.Shown,
            OrderedWrites = state.OrderedWrites,
            IsComplete = isComplete,
            Definitions = new Lazy<DefinitionNames>(() => DefinitionNames.Of(graph, state.Scope)),
        };

    private void Continue(ProgramPoint? point, ProgramState state)
    {
        while (point is not null)
        {
            if (point.Entry is not null)
            {
                state = state with { Scope = point.Entry };
                point = point with { Entry = null };
            }

            reached = state;
            if (point.Index == point.Code.Count)
            {
                if (point.Restore is not null) state = state with { Scope = point.Restore };
                point = point.Next;
                continue;
            }

            Instruction instruction = point.Code[point.Index];
            budget.Spend(instruction.Position);
            if (point.Depth > MaximalNesting) throw new LitmusException(instruction.Position, "files, procedures or blocks are nested too deeply, or without end");
            point = point with { Index = point.Index + 1 };
            if (instruction is Instruction.With with)
            {
                if (!TryBindCoherence(with, ref state))
                {
                    CatValue[] elements = [.. evaluator.Operations.Elements(evaluator.Evaluate(with.Set, state.Scope), with.Position)];
                    foreach (CatValue element in coherence.OncePerExecution(elements, with.Position))
                    {
                        Continue(point, state with { Scope = state.Scope.With(with.Name, element) });
                    }

                    return;
                }
            }
            else
            {
                (point, state) = Execute(instruction, point, state);
            }
        }

        results.Add(Compile(state, true));
    }

    private bool TryBindCoherence(Instruction.With with, ref ProgramState state)
    {
        if (coherence.Recognise(with.Set, state.Scope) is not var (set, order, mustBeAcyclic)) return false;
        if (order != graph.EmptyRelation && set != graph.SetLeaf(BaseSet.Writes)) state = state with { OrderedWrites = set };
        if (mustBeAcyclic != graph.EmptyRelation)
        {
            state = state with
            {
                Checks = state.Checks.Add(new ModelCheck(CheckKind.Acyclic, false, mustBeAcyclic, with.Name, CheckSeverity.Require, with.Position)),
            };
        }

        state = state with { Scope = state.Scope.With(with.Name, new CatValue.Node(order, true)) };
        return true;
    }

    private (ProgramPoint Point, ProgramState State) Execute(Instruction instruction, ProgramPoint point, ProgramState state)
    {
        Environment scope = state.Scope;
        SourcePosition position = instruction.Position;
        switch (instruction)
        {
            case Instruction.Let let:
                Bindings bindings = library.Load(point.Path, position).ComputesDependencies ? dependencies.Replace(let.Bindings) : let.Bindings;
                return (point, state with { Scope = evaluator.Define(bindings, scope) });
            case Instruction.Check check:
                return (point, state with { Checks = state.Checks.Add(MakeCheck(check, scope)) });
            case Instruction.Show show:
                return (point, Show(show, state));
            case Instruction.Unshow unshow:
                return (point, state.Hide(unshow.Name));
            case Instruction.Include include:
                string path = library.Resolve(include.File, point.Path, position);
                return (point.Enter(library.Load(path, position).Instructions, path: path), state);
            case Instruction.Procedure procedure:
                Environment own = procedure.IsRecursive ? scope.Copy() : scope;
                var value = new CatValue.Procedure(procedure.Name, procedure.Parameter, procedure.Body, own);
                if (procedure.IsRecursive) own.Tie([new(procedure.Name, value)]);
                return (point, state with { Scope = scope.With(procedure.Name, value) });
            case Instruction.Call call:
                CatValue callee = ExpressionEvaluator.Lookup(call.Name, scope, position);
                if (callee is not CatValue.Procedure called) throw ValueOperations.Expected("a procedure to call", callee, position);
                CatValue argument = evaluator.Evaluate(call.Argument, scope);
                Environment body = ExpressionEvaluator.BindArgument(called.Name, called.Parameter, argument, called.Scope, position);
                return (point.Enter(called.Body, body, scope), state);
            case Instruction.Forall forall:
                return (Repeat(forall, point, scope), state);
            case Instruction.Enum enumeration:
                table.AddTags(enumeration.Name, enumeration.Tags);
                Environment tagged = scope.WithTags(enumeration.Name, enumeration.Tags);
                return (point, state with { Scope = tagged.With(enumeration.Name, evaluator.Operations.MakeSet(table.TagsOf(enumeration.Name))) });
            case Instruction.Match match:
                return (point.Enter(evaluator.Select(match.Subject, match.Clauses, match.Default, scope, position)), state);
            case Instruction.If choice:
                return (point.Enter(evaluator.Holds(choice.Condition, scope) ? choice.Then : choice.Else), state);
            default:
                throw new InvalidOperationException($"{instruction.GetType().Name} is no instruction");
        }
    }

    /// <summary>Puts the body of a <c>forall</c> before the point once for each element, each with the element's name bound.</summary>
    private ProgramPoint Repeat(Instruction.Forall forall, ProgramPoint point, Environment scope)
    {
        CatValue[] elements = [.. evaluator.Operations.Elements(evaluator.Evaluate(forall.Set, scope), forall.Position)];
        for (int i = elements.Length - 1; i >= 0; i--)
        {
            budget.Spend(forall.Position);
            point = new ProgramPoint(forall.Body, 0, point, scope.With(forall.Name, elements[i]), scope, point.Path, point.Depth + 1);
        }

        return point;
    }

    private ModelCheck MakeCheck(Instruction.Check check, Environment scope)
    {
        CatValue value = evaluator.Evaluate(check.Expression, scope);
        SourcePosition at = check.Expression.Position;
        int node = check.Kind == CheckKind.Empty ? NodeOfAny(value, at) : evaluator.Operations.Relation(value, at);
        string kind = (check.Negated ? "~" : "") + check.Kind.ToString().ToLowerInvariant();
        return new ModelCheck(check.Kind, check.Negated, node, check.Name ?? $"{kind} at {check.Position}", check.Severity, check.Position);
    }

    private int NodeOfAny(CatValue value, SourcePosition position) => value switch
    {
        CatValue.Node node => node.Id,
        CatValue.Empty => graph.EmptyRelation,
        CatValue.Set => graph.SetLeaf(BaseSet.Events), // not empty; and neither is the set of all events
        _ => evaluator.Operations.Set(value, position),
    };

    /// <summary>What cannot be shown here (a name of another architecture, a set) is left out, as in herd7: it is for pictures only.</summary>
    private ProgramState Show(Instruction.Show show, ProgramState state)
    {
        try
        {
            return state.Show(show.Name, evaluator.Operations.Relation(evaluator.Evaluate(show.Expression, state.Scope), show.Position));
        }
        catch (LitmusException)
        {
            return state;
        }
    }
}
