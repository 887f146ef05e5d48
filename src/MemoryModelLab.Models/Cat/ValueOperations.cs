using System.Collections.Immutable;
using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Predefined;
using MemoryModelLab.Models.Cat.Syntax;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat;

/// <summary>The operators of the language on values: nodes are combined in the graph, sets of values at once.</summary>
internal sealed class ValueOperations
{
    private const int MaximalDepth = 1500;
    private readonly RelationGraph graph;
    private readonly ValueOrder order;
    private readonly NameTable names;
    private readonly List<int> depths = [];

    public ValueOperations(RelationGraph graph, ValueOrder order, NameTable names) => (this.graph, this.order, this.names) = (graph, order, names);

    /// <summary>The value that is <paramref name="node"/>.</summary>
    public CatValue Make(int node, SourcePosition position)
    {
        while (depths.Count < graph.Count)
        {
            int depth = 1;
            foreach (int operand in graph.Operands(depths.Count)) depth = Math.Max(depth, depths[operand] + 1);
            depths.Add(depth);
        }

        if (depths[node] > MaximalDepth) throw new LitmusException(position, $"this builds on more than {MaximalDepth} operations, one upon the other");
        return new CatValue.Node(node, graph.IsRelation(node));
    }

    /// <summary>The set of <paramref name="items"/>; <see cref="CatValue.Nothing"/> when there are none.</summary>
    public CatValue MakeSet(IEnumerable<CatValue> items)
    {
        // One by one: sorting them together would wrap what a comparison throws.
        ImmutableSortedSet<CatValue> set = items.Aggregate(ImmutableSortedSet.Create<CatValue>(order), (s, item) => s.Add(item));
        return set.IsEmpty ? CatValue.Nothing : new CatValue.Set(set);
    }

    /// <summary>The node of a value that must be a set of events.</summary>
    public int Set(CatValue value, SourcePosition position) => Lift(value) switch
    {
        CatValue.Node { IsRelation: false } node => node.Id,
        CatValue.Empty => graph.EmptySet,
        CatValue.Universe => graph.SetLeaf(BaseSet.Events),
        var other => throw Expected("a set of events", other, position),
    };

    /// <summary>The node of a value that must be a relation.</summary>
    public int Relation(CatValue value, SourcePosition position) => Lift(value) switch
    {
        CatValue.Node { IsRelation: true } node => node.Id,
        CatValue.Empty => graph.EmptyRelation,
        CatValue.Universe => AllPairs,
        var other => throw Expected("a relation", other, position),
    };

    /// <summary>Applies a unary operator.</summary>
    public CatValue Apply(UnaryOperator operation, CatValue operand, SourcePosition position)
    {
        if (operation == UnaryOperator.Complement) return Complement(operand, position);
        if (operation == UnaryOperator.Identity) return Make(graph.Identity(Set(operand, position)), position);
        if (operand is CatValue.Universe) return operand;
        int relation = Relation(operand, position);
        return Make(
            operation switch
            {
                UnaryOperator.Star => graph.Star(relation),
                UnaryOperator.Plus => graph.Plus(relation),
                UnaryOperator.Optional => graph.Optional(relation),
                _ => graph.Inverse(relation),
            },
            position);
    }

    /// <summary>Applies a binary operator.</summary>
    public CatValue Apply(ChainOperator operation, CatValue left, CatValue right, SourcePosition position) => operation switch
    {
        ChainOperator.Union => Union(left, right, position),
        ChainOperator.Add => Add(left, right, position),
        ChainOperator.Sequence => Make(graph.Sequence(Relation(left, position), Relation(right, position)), position),
        ChainOperator.Difference => Difference(left, right, position),
        ChainOperator.Intersection => Intersection(left, right, position),
        _ => Make(graph.Product(Set(left, position), Set(right, position)), position),
    };

    /// <summary>The elements of a set in ascending order: events, pairs or values.</summary>
    public IEnumerable<CatValue> Elements(CatValue set, SourcePosition position) => Lift(set) switch
    {
        CatValue.Empty => [],
        CatValue.Set values => values.Items,
        CatValue.Node node when order.IsEmpty(node) => [],
        CatValue.Node { IsRelation: true } node => order.RelationOf(node.Id).Pairs().Select(p => new CatValue.Pair(p.From, p.To)),
        CatValue.Node node => order.SetOf(node.Id).Elements().Select(e => new CatValue.Event(e)),
        CatValue.Universe => Elements(Make(graph.SetLeaf(BaseSet.Events), position), position),
        var other => throw Expected("a set", other, position),
    };

    /// <summary>The set of <paramref name="elements"/>, which are all events, all pairs, or neither.</summary>
    public CatValue Collect(IReadOnlyCollection<CatValue> elements, SourcePosition position)
    {
        if (elements.Count == 0) return CatValue.Nothing;
        if (elements.All(e => e is CatValue.Event))
        {
            var set = new EventSet(EventCount);
            foreach (CatValue.Event e in elements.Cast<CatValue.Event>()) set[e.Index] = true;
            return Make(graph.ConstSet(set), position);
        }

        if (elements.All(e => e is CatValue.Pair))
        {
            var relation = new BitMatrix(EventCount);
            foreach (CatValue.Pair p in elements.Cast<CatValue.Pair>()) relation[p.From, p.To] = true;
            return Make(graph.ConstRelation(relation), position);
        }

        return MakeSet(elements);
    }

    /// <summary>Whether two values are the same set, relation, tag, …</summary>
    public bool Same(CatValue a, CatValue b) => order.Compare(Lift(a), Lift(b)) == 0;

    /// <summary>The error that <paramref name="found"/> is not <paramref name="expected"/>.</summary>
    public static LitmusException Expected(string expected, CatValue found, SourcePosition position) =>
        new(position, $"expected {expected}, found {found.Description}");

    private int AllPairs => graph.Product(graph.SetLeaf(BaseSet.Events), graph.SetLeaf(BaseSet.Events));

    private int EventCount => order.SetOf(graph.SetLeaf(BaseSet.Events)).Size;

    /// <summary>Takes an element for the set that holds it alone, where a set is wanted.</summary>
    private CatValue Lift(CatValue value)
    {
        switch (value)
        {
            case CatValue.Tag:
                return new CatValue.Set(ImmutableSortedSet.Create(order, value));
            case CatValue.Event e:
                var set = new EventSet(EventCount) { [e.Index] = true };
                return new CatValue.Node(graph.ConstSet(set), false);
            case CatValue.Pair p:
                var relation = new BitMatrix(EventCount) { [p.From, p.To] = true };
                return new CatValue.Node(graph.ConstRelation(relation), true);
            default:
                return value;
        }
    }

    private CatValue Union(CatValue a, CatValue b, SourcePosition position) => (Lift(a), Lift(b)) switch
    {
        (CatValue.Empty, var y) => y,
        (var x, CatValue.Empty) => x,
        (CatValue.Universe, _) or (_, CatValue.Universe) => new CatValue.Universe(),
        (CatValue.Set x, CatValue.Set y) => new CatValue.Set(x.Items.Union(y.Items)),
        (CatValue.Node x, CatValue.Node y) when x.IsRelation == y.IsRelation => Make(graph.Union(x.Id, y.Id), position),
        var (x, y) => throw Mixed("|", x, y, position),
    };

    private CatValue Intersection(CatValue a, CatValue b, SourcePosition position) => (Lift(a), Lift(b)) switch
    {
        (CatValue.Universe, var y) => y,
        (var x, CatValue.Universe) => x,
        (CatValue.Empty, _) or (_, CatValue.Empty) => CatValue.Nothing,
        (CatValue.Set x, CatValue.Set y) => MakeSet(x.Items.Intersect(y.Items)),
        (CatValue.Node x, CatValue.Node y) when x.IsRelation == y.IsRelation => Make(graph.Intersect(x.Id, y.Id), position),
        var (x, y) => throw Mixed("&", x, y, position),
    };

    private CatValue Difference(CatValue a, CatValue b, SourcePosition position) => (Lift(a), Lift(b)) switch
    {
        (CatValue.Empty, _) or (_, CatValue.Universe) => CatValue.Nothing,
        (var x, CatValue.Empty) => x,
        (CatValue.Universe, var y) => Complement(y, position),
        (CatValue.Set x, CatValue.Set y) => MakeSet(x.Items.Except(y.Items)),
        (CatValue.Node x, CatValue.Node y) when x.IsRelation == y.IsRelation => Make(graph.Difference(x.Id, y.Id), position),
        var (x, y) => throw Mixed("\\", x, y, position),
    };

    private CatValue Complement(CatValue operand, SourcePosition position) => Lift(operand) switch
    {
        CatValue.Empty => new CatValue.Universe(),
        CatValue.Universe => CatValue.Nothing,
        CatValue.Node node => Make(graph.Complement(node.Id), position),
        CatValue.Set { Items: var items } when items[0] is CatValue.Tag tag => MakeSet(names.TagsOf(tag.Type).Where(t => !items.Contains(t))),
        var other => throw Expected("a set of events, a relation or a set of tags", other, position),
    };

    private CatValue Add(CatValue element, CatValue set, SourcePosition position) => (element, set) switch
    {
        (CatValue.Universe, _) => throw new LitmusException(position, "the universe '_' cannot be an element of a set"),
        (_, CatValue.Universe) => set,
        (CatValue.Event or CatValue.Pair, CatValue.Empty or CatValue.Node) => Union(element, set, position),
        (_, CatValue.Empty) => MakeSet([element]),
        (_, CatValue.Set values) => new CatValue.Set(values.Items.Add(element)),
        _ => throw new LitmusException(position, $"'++' cannot add {element.Description} to {set.Description}"),
    };

    private static LitmusException Mixed(string operation, CatValue a, CatValue b, SourcePosition position) =>
        new(position, $"'{operation}' cannot join {a.Description} and {b.Description}");
}
