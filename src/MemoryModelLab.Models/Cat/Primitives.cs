using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Predefined;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat;

/// <summary>The functions of the language that are not written in it.</summary>
internal sealed class Primitives(NameTable table, ValueOperations operations, ValueOrder order, Budget budget)
{
    /// <summary>What an order counts for, since all are kept at once.</summary>
    private const int StepsOfAnOrder = 20;

    private readonly RelationGraph graph = table.Graph;

    /// <summary>Applies a primitive.</summary>
    public CatValue Apply(string name, CatValue argument, Values.Environment scope, SourcePosition position)
    {
        switch (name)
        {
            case "domain" or "range":
                if (argument is CatValue.Universe) return argument;
                int relation = operations.Relation(argument, position);
                return operations.Make(name == "domain" ? graph.Domain(relation) : graph.Range(relation), position);
            case "fromto":
                return operations.Make(table.FenceRelation(operations.Set(argument, position)), position);
            case "linearisations":
                (CatValue set, CatValue constraint) = PairOf(name, argument, position);
                return Linearisations(operations.Set(set, position), operations.Relation(constraint, position), position);
            case "classes-loc":
                return ClassesByLocation(operations.Set(argument, position), position);
            case "classes":
                return Classes(operations.Relation(argument, position), position);
            case "tag2events":
                return EventsOf(argument, scope, position);
            case "tag2fenced":
                return operations.Make(table.FenceRelation(operations.Set(EventsOf(argument, scope, position), position)), position);
            case "tag2scope" or "tag2level":
                throw new LitmusException(position, $"{name}: tests in the dialects here have no scope tree");
            case "fail":
                throw new LitmusException(position, "the model fails here");
            default:
                return OfTranslations(name, argument, position);
        }
    }

    private static (CatValue First, CatValue Second) PairOf(string name, CatValue argument, SourcePosition position) =>
        argument is CatValue.Tuple { Items: [var first, var second] }
            ? (first, second)
            : throw new LitmusException(position, $"{name} takes two arguments, (set, relation), found {argument.Description}");

    /// <summary>Primitives about values and address translation: of nothing they are nothing; there is no more to say about the tests here.</summary>
    private CatValue OfTranslations(string name, CatValue argument, SourcePosition position)
    {
        CatValue first = argument is CatValue.Tuple { Items: [var item, ..] } ? item : argument;
        if (first is CatValue.Empty) return first;
        if (first is CatValue.Node node && (node.Id == graph.EmptySet || node.Id == graph.EmptyRelation)) return CatValue.Nothing;
        throw new LitmusException(position, $"{name}: the values that events read and write are not known to models here");
    }

    /// <summary>The events annotated with a tag, which are called like it with a capital letter.</summary>
    private static CatValue EventsOf(CatValue argument, Values.Environment scope, SourcePosition position)
    {
        if (argument is not CatValue.Tag tag) throw ValueOperations.Expected("a tag", argument, position);
        string name = char.ToUpperInvariant(tag.Name[0]) + tag.Name[1..];
        return scope.Find(name)?.Force() ?? throw new LitmusException(position, $"there is no set of events '{name}' for the tag '{tag.Name}");
    }

    private CatValue ClassesByLocation(int set, SourcePosition position)
    {
        if (set == graph.EmptySet) return CatValue.Nothing;
        int loc = graph.RelationLeaf(BaseRelation.Loc);
        return Classes(graph.Sequence(graph.Identity(set), graph.Sequence(loc, graph.Identity(set))), position);
    }

    /// <summary>The classes of an equivalence.</summary>
    private CatValue Classes(int equivalence, SourcePosition position)
    {
        BitMatrix matrix = order.RelationOf(equivalence);
        var classes = new List<CatValue>();
        var seen = new EventSet(matrix.Size);
        for (int e = 0; e < matrix.Size; e++)
        {
            var row = new EventSet(matrix.Size, matrix.Row(e));
            if (seen[e] || row.IsEmpty) continue;
            budget.Spend(position);
            foreach (int member in row.Elements()) seen[member] = true;
            classes.Add(operations.Make(graph.ConstSet(row), position));
        }

        return operations.MakeSet(classes);
    }

    private CatValue Linearisations(int set, int constraint, SourcePosition position)
    {
        if (set == graph.EmptySet) return operations.MakeSet([operations.Make(graph.EmptyRelation, position)]);
        var orders = new Linearisation(order.SetOf(set), order.RelationOf(constraint));
        var found = new List<CatValue>();
        foreach (BitMatrix linear in orders.All())
        {
            budget.Spend(position, StepsOfAnOrder);
            found.Add(operations.Make(graph.ConstRelation(linear), position));
        }

        return operations.MakeSet(found);
    }
}
