using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Relations;

/// <summary>
/// Answers single nodes of a graph that may still be growing: for models whose program takes decisions by what a set or relation holds.
/// Every closed node is computed once.
/// </summary>
internal sealed class NodeValues : INodeEvaluator
{
    private readonly RelationGraph graph;
    private readonly EventStructure structure;
    private readonly bool complete;
    private readonly BitMatrix[] execution = [];
    private readonly EventSet? finalWrites;
    private readonly Dictionary<int, ulong[]> known = [];
    private readonly Dictionary<int, ulong[]> variables = [];
    private readonly Dictionary<int, List<ulong[][]>> stages = [];

    /// <summary>Evaluates over an event structure, before anything is read.</summary>
    public NodeValues(RelationGraph graph, EventStructure structure) => (this.graph, this.structure) = (graph, structure);

    /// <summary>Evaluates over a complete execution.</summary>
    public NodeValues(RelationGraph graph, EventStructure structure, BitMatrix rf, BitMatrix co, BitMatrix fr, EventSet finalWrites)
        : this(graph, structure)
    {
        complete = true;
        execution = [rf, co, fr];
        this.finalWrites = finalWrites;
    }

    /// <summary>Whether a check holds, negation included.</summary>
    public bool Holds(ModelCheck check)
    {
        ulong[] value = Value(check.Node);
        bool holds = check.Kind switch
        {
            CheckKind.Acyclic => Kernel.IsAcyclic(value, structure.Count, structure.Stride, new ulong[structure.Stride]),
            CheckKind.Irreflexive => Kernel.IsIrreflexive(value, structure.Count, structure.Stride),
            _ => Kernel.IsEmpty(value),
        };
        return holds != check.Negated;
    }

    /// <inheritdoc/>
    public bool CanEvaluate(int node) => complete || !graph.DependsOnExecution(node);

    /// <inheritdoc/>
    public EventSet Set(int node) => new(structure.Count, Value(node));

    /// <inheritdoc/>
    public BitMatrix Relation(int node) => new(structure.Count, Value(node));

    /// <summary>
    /// The values of a recursive definition's variables in the steps towards its solution, from nothing on. The solution of the group must have been asked for.
    /// </summary>
    public IReadOnlyList<ulong[][]> Stages(int group) => stages[group];

    /// <summary>Gives a recursive definition's variables values, for nodes below it; returns those they had.</summary>
    public ulong[][] Assume(int group, ulong[][] values)
    {
        int[] names = graph.Groups[group].Variables;
        ulong[][] before = [.. names.Select(v => variables[v])];
        for (int i = 0; i < names.Length; i++) variables[names[i]] = values[i];
        return before;
    }

    private ulong[] Value(int node)
    {
        if (known.TryGetValue(node, out ulong[]? value)) return value;
        RelationGraph.Node n = graph[node];
        value = n.Kind switch
        {
            NodeKind.SetLeaf => ((BaseSet)n.A == BaseSet.FinalWrites ? finalWrites! : structure.Set((BaseSet)n.A)).Words,
            NodeKind.RelationLeaf => Leaf((BaseRelation)n.A).Words,
            NodeKind.Constant => graph.ConstantOf(node) is EventSet set ? set.Words : ((BitMatrix)graph.ConstantOf(node)).Words,
            NodeKind.RecursionVariable => variables[node],
            NodeKind.Fixpoint => Solve(n.A)[n.B],
            _ => Compute(node, n),
        };
        if (!graph.IsOpen(node)) known.Add(node, value);
        return value;
    }

    private BitMatrix Leaf(BaseRelation relation) => relation switch
    {
        BaseRelation.Rf => execution[0],
        BaseRelation.Co => execution[1],
        BaseRelation.Fr => execution[2],
        _ => structure.Relation(relation),
    };

    private ulong[] Compute(int node, RelationGraph.Node n)
    {
        ulong[] to = New(n.IsRelation);
        if (n.Kind == NodeKind.TagLeaf)
        {
            structure.Tagged(n.AnyOf, n.NoneOf, to);
            return to;
        }

        ulong[][] operands = [.. graph.Operands(node).Select(Value)];
        Kernel.Apply(n.Kind, operands.Length > 0 ? operands[0] : [], operands.Length > 1 ? operands[1] : [], structure.Count, structure.Stride, to);
        return to;
    }

    private ulong[][] Solve(int group)
    {
        RelationGraph.FixpointGroup equations = graph.Groups[group];
        foreach (int variable in equations.Variables) variables[variable] = New(graph.IsRelation(variable));
        List<ulong[][]> history = stages[group] = [];
        for (bool changed = true; changed;)
        {
            history.Add([.. equations.Variables.Select(v => variables[v])]);
            ulong[][] bodies = [.. equations.Bodies.Select(Value)];
            changed = false;
            for (int v = 0; v < bodies.Length; v++)
            {
                ulong[] variable = variables[equations.Variables[v]];
                if (variable.AsSpan().SequenceEqual(bodies[v])) continue;
                ulong[] grown = [.. variable];
                Kernel.Or(variable, bodies[v], grown);
                variables[equations.Variables[v]] = grown;
                changed = true;
            }
        }

        return [.. equations.Variables.Select(v => variables[v])];
    }

    private ulong[] New(bool isRelation) => new ulong[(isRelation ? structure.Count : 1) * structure.Stride];
}
