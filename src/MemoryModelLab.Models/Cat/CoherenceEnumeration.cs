using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Predefined;
using MemoryModelLab.Models.Cat.Syntax;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>
/// Recognises how herd's library enumerates coherence orders in cat: <c>with co from generate_cos(pco)</c> or
/// <c>generate_orders(S, pco)</c>, which come down to <c>cross(co_locs(pco, classes-loc(S)))</c>, all combinations of a linear
/// extension of pco over the elements of S at each location. For writes S that is what the search enumerates, far faster and pruned:
/// the order is then the native co between elements of S, with the demand that it extends pco.
/// </summary>
internal sealed class CoherenceEnumeration(NameTable table, ExpressionEvaluator evaluator)
{
    private const int MaximalUnfoldings = 8;
    private readonly RelationGraph graph = table.Graph;

    /// <summary>
    /// The writes that <c>with x from expression</c> orders, the relation it binds x to, and the relation that must be acyclic for it
    /// (empty: none); null where the expression is no such enumeration.
    /// </summary>
    public (int Set, int Order, int MustBeAcyclic)? Recognise(Expression expression, Environment scope)
    {
        if (Unfold(expression, scope) is not { } found) return null;
        int set = evaluator.Operations.Set(evaluator.Evaluate(found.Set, found.Scope), found.Set.Position);
        if (!HoldsOnlyWrites(set)) return null;
        int constraint = evaluator.Operations.Relation(evaluator.Evaluate(found.Constraint, found.Scope), found.Constraint.Position);
        int order = set == graph.EmptySet ? graph.EmptyRelation : table["co"];
        int extra = Flatten(constraint).Where(t => t != table["co0"]).Aggregate(graph.EmptyRelation, graph.Union);
        if (extra == graph.EmptyRelation || order == graph.EmptyRelation) return (set, order, graph.EmptyRelation);

        // co is total at each location, so it extends the constraint there exactly if the two have no cycle together.
        int identity = graph.Identity(set);
        return (set, order, graph.Union(order, graph.Sequence(graph.Sequence(identity, graph.Intersect(table["loc"], extra)), identity)));
    }

    /// <summary>
    /// The elements that <c>with x from S</c> goes on with. Where S holds orders of all writes at each location, written in a way that
    /// <see cref="Recognise"/> does not know, every one of them is the native co of some execution: this one's alone remains.
    /// </summary>
    public IEnumerable<CatValue> OncePerExecution(IReadOnlyCollection<CatValue> elements, SourcePosition position)
    {
        int writes = graph.Identity(table["W"]);
        int anyOrder = graph.Difference(graph.Sequence(graph.Sequence(writes, table["loc"]), writes), table["id"]);
        return elements.All(e => IsOrderOf(e, anyOrder)) ? elements.Where(e => evaluator.Operations.Same(e, Node(table["co"]))) : elements;

        bool IsOrderOf(CatValue element, int pairs) => element is CatValue.Node { IsRelation: true } relation
            && evaluator.Operations.Same(Node(graph.Union(relation.Id, graph.Inverse(relation.Id))), Node(pairs));

        CatValue Node(int id) => evaluator.Operations.Make(id, position);
    }

    private (Expression Set, Expression Constraint, Environment Scope)? Unfold(Expression expression, Environment scope)
    {
        for (int i = 0; i < MaximalUnfoldings && expression is Expression.Apply { Callee: Expression.Variable callee } apply; i++)
        {
            if (callee.Name == "cross") return OfCross(apply.Argument, scope);
            if (ExpressionEvaluator.Lookup(callee.Name, scope, callee.Position) is not CatValue.Closure closure) return null;
            CatValue argument = evaluator.Evaluate(apply.Argument, scope);
            scope = ExpressionEvaluator.BindArgument(closure.Name, closure.Parameter, argument, closure.Scope, apply.Position);
            expression = closure.Body;
        }

        return null;
    }

    /// <summary><c>cross</c> of <c>co_locs(pco, classes-loc(S))</c>, the primitive under any name.</summary>
    private static (Expression, Expression, Environment)? OfCross(Expression argument, Environment scope)
    {
        if (argument is not Expression.Apply
            {
                Callee: Expression.Variable { Name: "co_locs" },
                Argument: Expression.Tuple { Items: [var constraint, Expression.Apply { Callee: Expression.Variable partition } classes] },
            })
        {
            return null;
        }

        bool isPartition = ExpressionEvaluator.Lookup(partition.Name, scope, partition.Position) is CatValue.Primitive { Name: "classes-loc" };
        return isPartition ? (classes.Argument, constraint, scope) : null;
    }

    private IEnumerable<int> Flatten(int node) =>
        node != table["co0"] && graph[node].Kind == NodeKind.Union ? graph.Operands(node).SelectMany(Flatten) : [node];

    private bool HoldsOnlyWrites(int set)
    {
        RelationGraph.Node node = graph[set];
        return node.Kind switch
        {
            NodeKind.Empty => true,
            NodeKind.SetLeaf => (BaseSet)node.A is BaseSet.Writes or BaseSet.InitialWrites,
            NodeKind.Intersect => HoldsOnlyWrites(node.A) || HoldsOnlyWrites(node.B),
            NodeKind.Union => HoldsOnlyWrites(node.A) && HoldsOnlyWrites(node.B),
            NodeKind.Difference => HoldsOnlyWrites(node.A),
            _ => false,
        };
    }
}
