using System.Collections.Immutable;
using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Predefined;
using MemoryModelLab.Models.Cat.Syntax;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>
/// Evaluates expressions: sets of events and relations to nodes of the graph, everything else to values. Functions leave no trace, they
/// are applied here.
/// </summary>
internal sealed class ExpressionEvaluator
{
    private readonly IReadOnlySet<string> variants;
    private readonly Budget budget;
    private readonly Primitives primitives;
    private readonly RecursiveDefinitions recursion;

    public ExpressionEvaluator(NameTable table, INodeEvaluator? values, IReadOnlySet<string> variants, Budget budget)
    {
        this.variants = variants;
        this.budget = budget;
        var order = new ValueOrder(table.Graph, values);
        Operations = new ValueOperations(table.Graph, order, table);
        primitives = new Primitives(table, Operations, order, budget);
        recursion = new RecursiveDefinitions(this, table.Graph, order, budget);
    }

    /// <summary>The operators.</summary>
    public ValueOperations Operations { get; }

    /// <summary>The value of an expression.</summary>
    public CatValue Evaluate(Expression expression, Environment scope)
    {
        SourcePosition position = expression.Position;
        budget.Spend(position);
        switch (expression)
        {
            case Expression.Empty:
                return CatValue.Nothing;
            case Expression.Universe:
                return new CatValue.Universe();
            case Expression.Tag tag:
                return scope.TypeOfTag(tag.Name) is { } type
                    ? new CatValue.Tag(type, tag.Name)
                    : throw new LitmusException(position, $"the tag '{tag.Name} belongs to no enumeration; declare it with 'enum'");
            case Expression.Variable variable:
                return Lookup(variable.Name, scope, position);
            case Expression.Unary unary:
                return Operations.Apply(unary.Operator, Evaluate(unary.Operand, scope), position);
            case Expression.Chain chain:
                return EvaluateChain(chain, scope);
            case Expression.Apply apply:
                return Apply(Evaluate(apply.Callee, scope), Evaluate(apply.Argument, scope), scope, position);
            case Expression.Tuple tuple:
                return new CatValue.Tuple([.. tuple.Items.Select(i => Evaluate(i, scope))]);
            case Expression.SetLiteral literal:
                return Operations.Collect([.. literal.Items.Select(i => Evaluate(i, scope))], position);
            case Expression.Function function:
                return new CatValue.Closure(function.Name, function.Parameter, function.Body, scope);
            case Expression.LetIn let:
                return Evaluate(let.Body, Define(let.Bindings, scope));
            case Expression.MatchTag match:
                return Evaluate(Select(match.Subject, match.Clauses, match.Default, scope, position), scope);
            case Expression.MatchSet match:
                return EvaluateSetMatch(match, scope);
            case Expression.Try attempt:
                try
                {
                    return Evaluate(attempt.Attempt, scope);
                }
                catch (LitmusException)
                {
                    return Evaluate(attempt.Fallback, scope);
                }

            case Expression.If choice:
                return Evaluate(Holds(choice.Condition, scope) ? choice.Then : choice.Else, scope);
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} is no expression");
        }
    }

    /// <summary>The scope with the names that <c>let</c> binds.</summary>
    public Environment Define(Bindings bindings, Environment scope)
    {
        if (bindings.IsRecursive) return recursion.Define(bindings.Items, scope);
        Environment extended = scope;
        foreach (Binding binding in bindings.Items)
        {
            var whole = new Thunk(() => Evaluate(binding.Value, scope), binding.Position);
            extended = Bind(binding.Pattern, whole, extended, binding.Position);
        }

        return extended;
    }

    /// <summary>The scope with a pattern's names bound to the parts of a value.</summary>
    public static Environment Bind(Pattern pattern, Thunk whole, Environment scope, SourcePosition position)
    {
        if (!pattern.IsTuple) return pattern.Names[0] is { } name ? scope.With(name, whole) : scope;
        for (int i = 0; i < pattern.Names.Count; i++)
        {
            int index = i;
            if (pattern.Names[i] is { } part) scope = scope.With(part, new Thunk(() => ItemsOf(whole.Force(), pattern.Names.Count, position)[index]));
        }

        return scope;
    }

    /// <summary>What a name means.</summary>
    public static CatValue Lookup(string name, Environment scope, SourcePosition position) =>
        scope.Find(name)?.Force() ?? throw new LitmusException(position, $"'{name}' is not defined{Suggestion.For(name, scope.Names)}");

    /// <summary>Whether a condition holds.</summary>
    public bool Holds(Condition condition, Environment scope) => condition switch
    {
        Condition.Variant variant => variants.Contains(variant.Name),
        Condition.Not not => !Holds(not.Operand, scope),
        Condition.And and => Holds(and.Left, scope) && Holds(and.Right, scope),
        Condition.Or or => Holds(or.Left, scope) || Holds(or.Right, scope),
        Condition.Compare compare => Compare(compare, scope),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} is no condition"),
    };

    /// <summary>The clause of a match on tags that fits.</summary>
    public T Select<T>(Expression subject, IReadOnlyList<KeyValuePair<string, T>> clauses, T? otherwise, Environment scope, SourcePosition position)
        where T : class
    {
        CatValue value = Evaluate(subject, scope);
        if (value is not CatValue.Tag tag) throw ValueOperations.Expected("a tag to match", value, subject.Position);
        foreach ((string name, T clause) in clauses)
        {
            if (name == tag.Name) return clause;
        }

        return otherwise ?? throw new LitmusException(position, $"no clause matches '{tag.Name}; add one, or '_ -> …'");
    }

    /// <summary>Applies a function.</summary>
    public CatValue Apply(CatValue function, CatValue argument, Environment scope, SourcePosition position) => function switch
    {
        CatValue.Closure closure => Evaluate(closure.Body, BindArgument(closure.Name, closure.Parameter, argument, closure.Scope, position)),
        CatValue.Primitive primitive => primitives.Apply(primitive.Name, argument, scope, position),
        _ => throw ValueOperations.Expected("a function", function, position),
    };

    /// <summary>The scope of a function's or procedure's body.</summary>
    public static Environment BindArgument(string name, Pattern parameter, CatValue argument, Environment scope, SourcePosition position)
    {
        if (parameter.IsTuple && !(argument is CatValue.Tuple tuple && tuple.Items.Length == parameter.Names.Count))
        {
            throw new LitmusException(position, $"{name} takes {parameter.Names.Count} arguments, found {argument.Description}");
        }

        return Bind(parameter, new Thunk(argument), scope, position);
    }

    private static ImmutableArray<CatValue> ItemsOf(CatValue value, int count, SourcePosition position) =>
        value is CatValue.Tuple tuple && tuple.Items.Length == count
            ? tuple.Items
            : throw ValueOperations.Expected($"a tuple of {count}", value, position);

    private CatValue EvaluateChain(Expression.Chain chain, Environment scope)
    {
        IReadOnlyList<Expression> operands = chain.Operands;
        if (chain.Operator == ChainOperator.Add)
        {
            CatValue set = Evaluate(operands[^1], scope);
            for (int i = operands.Count - 2; i >= 0; i--) set = Operations.Apply(chain.Operator, Evaluate(operands[i], scope), set, operands[i].Position);
            return set;
        }

        CatValue result = Evaluate(operands[0], scope);
        for (int i = 1; i < operands.Count; i++)
        {
            result = Operations.Apply(chain.Operator, result, Evaluate(operands[i], scope), operands[i].Position);
        }

        return result;
    }

    private CatValue EvaluateSetMatch(Expression.MatchSet match, Environment scope)
    {
        CatValue set = Evaluate(match.Subject, scope);
        if (set is CatValue.Universe) throw new LitmusException(match.Subject.Position, "a match on the universe '_' is not possible; name a set");
        SetClause clause = match.Clause;
        if (set is CatValue.Set { Items.Count: > 0 } values && clause.Before is null)
        {
            CatValue first = values.Items[0];
            return Evaluate(clause.Body, BindElement(clause, null, first, Operations.MakeSet(values.Items.Remove(first)), scope));
        }

        CatValue[] elements = [.. Operations.Elements(set, match.Subject.Position)];
        if (elements.Length == 0) return Evaluate(match.WhenEmpty, scope);
        int chosen = clause.Before is null ? 0 : elements.Length / 2;
        CatValue before = Operations.Collect(elements[..chosen], match.Position), rest = Operations.Collect(elements[(chosen + 1)..], match.Position);
        return Evaluate(clause.Body, BindElement(clause, before, elements[chosen], rest, scope));
    }

    private static Environment BindElement(SetClause clause, CatValue? before, CatValue element, CatValue rest, Environment scope)
    {
        if (clause.Before is { } first && before is not null) scope = scope.With(first, before);
        if (clause.Element is { } chosen) scope = scope.With(chosen, element);
        return clause.Rest is { } last ? scope.With(last, rest) : scope;
    }

    private bool Compare(Condition.Compare compare, Environment scope)
    {
        CatValue left = Evaluate(compare.Left, scope), right = Evaluate(compare.Right, scope);
        return compare.How switch
        {
            Condition.Comparison.Equal => Operations.Same(left, right),
            Condition.Comparison.In => Operations.Elements(right, compare.Position).Any(e => Operations.Same(e, left)),
            _ => !Operations.Elements(Operations.Apply(ChainOperator.Difference, left, right, compare.Position), compare.Position).Any(),
        };
    }
}
