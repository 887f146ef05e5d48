using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Syntax;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>
/// <c>let rec</c>. Functions are closed over themselves. Sets and relations become a least fixpoint of the graph; where a body takes
/// decisions by the value that is being defined, and for sets of tags, the fixpoint is computed here, step by step from nothing.
/// </summary>
internal sealed class RecursiveDefinitions(ExpressionEvaluator evaluator, RelationGraph graph, ValueOrder order, Budget budget)
{
    /// <summary>The scope with the names defined.</summary>
    public Environment Define(IReadOnlyList<Binding> bindings, Environment scope)
    {
        Binding[] functions = [.. bindings.Where(b => b.Value is Expression.Function)];
        Binding[] values = [.. bindings.Where(b => b.Value is not Expression.Function)];
        foreach (Binding binding in bindings)
        {
            if (binding.Pattern is not { IsTuple: false, Names: [not null] })
            {
                throw new LitmusException(binding.Position, "a recursive definition defines one name");
            }
        }

        if (values.Length == 0) return TieFunctions(functions, scope);
        try
        {
            return Solve(values, functions, scope);
        }
        catch (NeedsValueException) when (order.Knows)
        {
            return Iterate(values, functions, scope);
        }
    }

    private static Environment TieFunctions(Binding[] functions, Environment scope)
    {
        if (functions.Length == 0) return scope;
        Environment own = scope.Copy();
        own.Tie(functions.Select(f => new KeyValuePair<string, CatValue>(NameOf(f), Close((Expression.Function)f.Value, own))));
        return own;
    }

    private static CatValue.Closure Close(Expression.Function function, Environment scope) =>
        new(function.Name, function.Parameter, function.Body, scope);

    private static string NameOf(Binding binding) => binding.Pattern.Names[0]!;

    /// <summary>Opens variables in the graph, assumed to be relations and found out to be sets, and closes them over the bodies.</summary>
    private Environment Solve(Binding[] values, Binding[] functions, Environment scope)
    {
        bool[] isRelation = [.. values.Select(_ => true)];
        LitmusException? first = null;
        for (int attempt = 0; attempt <= values.Length + 1; attempt++)
        {
            int[] variables = [.. isRelation.Select(graph.BeginFix)];
            CatValue[] bodies;
            try
            {
                Environment inside = TieFunctions(functions, BindAll(values, [.. variables.Select(Node)], scope));
                bodies = [.. values.Select(b => evaluator.Evaluate(b.Value, inside))];
            }
            catch (LitmusException e) when (first is null)
            {
                first = e;
                Array.Fill(isRelation, false);
                continue;
            }
            catch (LitmusException)
            {
                throw new LitmusException(first!.Position, first.Problem);
            }

            if (bodies.Any(b => b is CatValue.Set)) return Iterate(values, functions, scope);
            if (Array.Exists(bodies, b => b is not (CatValue.Node or CatValue.Empty or CatValue.Universe)))
            {
                int wrong = Array.FindIndex(bodies, b => b is not (CatValue.Node or CatValue.Empty or CatValue.Universe));
                throw ValueOperations.Expected("a set or relation to define recursively", bodies[wrong], values[wrong].Position);
            }

            bool[] found = [.. bodies.Select((b, i) => b is CatValue.Node node ? node.IsRelation : isRelation[i])];
            if (!found.AsSpan().SequenceEqual(isRelation))
            {
                isRelation = found;
                continue;
            }

            int[] nodes = [.. bodies.Select((b, i) => isRelation[i]
                ? evaluator.Operations.Relation(b, values[i].Position)
                : evaluator.Operations.Set(b, values[i].Position))];
            int shrinking = Array.FindIndex(nodes, n => !graph.GrowsWith(n, variables));
            if (shrinking >= 0)
            {
                throw new LitmusException(
                    values[shrinking].Position,
                    $"'{NameOf(values[shrinking])}' is defined by a complement or the right side of '\\' of what is being defined; such a definition need not have a solution");
            }

            int[] solution = graph.EndFix(variables, nodes);
            return TieFunctions(functions, BindAll(values, [.. solution.Select((s, i) => evaluator.Operations.Make(s, values[i].Position))], scope));
        }

        throw new LitmusException(values[0].Position, "this recursive definition is neither a set nor a relation");
    }

    private Environment Iterate(Binding[] values, Binding[] functions, Environment scope)
    {
        CatValue[] current = [.. values.Select(_ => CatValue.Nothing)];
        while (true)
        {
            budget.Spend(values[0].Position);
            Environment inside = TieFunctions(functions, BindAll(values, current, scope));
            CatValue[] next = [.. values.Select(b => Settle(evaluator.Evaluate(b.Value, inside)))];
            bool stable = next.Zip(current).All(pair => evaluator.Operations.Same(pair.First, pair.Second));
            current = next;
            if (stable) return TieFunctions(functions, BindAll(values, current, scope));
        }
    }

    /// <summary>A node's value as a constant, so that the next step does not build upon this one.</summary>
    private CatValue Settle(CatValue value) => value is CatValue.Node node
        ? Node(node.IsRelation ? graph.ConstRelation(order.RelationOf(node.Id)) : graph.ConstSet(order.SetOf(node.Id)))
        : value;

    private CatValue.Node Node(int id) => new(id, graph.IsRelation(id));

    private static Environment BindAll(Binding[] bindings, CatValue[] values, Environment scope)
    {
        for (int i = 0; i < bindings.Length; i++) scope = scope.With(NameOf(bindings[i]), new Thunk(values[i], bindings[i].Position));
        return scope;
    }
}
