using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Relations;

/// <summary>
/// A memory model's definitions as a graph of relational operations over the base relations of an execution. Equal operations are one
/// node, and the laws that make evaluation cheaper are applied as nodes are made (<c>[S];r</c> becomes a restriction, <c>r⁺⁺</c> is
/// <c>r⁺</c>). Nodes are numbered in an order in which operands come first.
/// </summary>
public sealed class RelationGraph
{
    private readonly List<Node> nodes = [];
    private readonly Dictionary<Node, int> numbers = [];
    private readonly List<object> constants = [];
    private readonly List<FixpointGroup> groups = [];
    private readonly List<bool> executionDependent = [];
    private readonly List<ulong> openGroups = [];
    private readonly PolarityAnalysis polarity;

    /// <summary>Creates the graph with its two empty nodes.</summary>
    public RelationGraph()
    {
        polarity = new PolarityAnalysis(this);
        EmptySet = Make(new Node(NodeKind.Empty, false));
        EmptyRelation = Make(new Node(NodeKind.Empty, true));
    }

    /// <summary>The number of nodes.</summary>
    public int Count => nodes.Count;

    /// <summary>The set without events.</summary>
    public int EmptySet { get; }

    /// <summary>The relation without pairs.</summary>
    public int EmptyRelation { get; }

    internal IReadOnlyList<FixpointGroup> Groups => groups;

    internal Node this[int node] => nodes[node];

    /// <summary>Whether the node is a relation, not a set.</summary>
    public bool IsRelation(int node) => nodes[node].IsRelation;

    /// <summary>Whether the node's value depends on rf or co.</summary>
    public bool DependsOnExecution(int node) => executionDependent[node];

    /// <summary>How the node's value changes while rf and co grow.</summary>
    public Polarity Monotone(int node) => polarity.Of(node);

    /// <summary>A set every execution has.</summary>
    public int SetLeaf(BaseSet set) => Make(new Node(NodeKind.SetLeaf, false, (int)set));

    /// <summary>The events that have at least one tag of <paramref name="anyOf"/> and none of <paramref name="noneOf"/>.</summary>
    public int TagLeaf(EventTags anyOf, EventTags noneOf = EventTags.None) =>
        Make(new Node(NodeKind.TagLeaf, false, 0, 0, (ulong)anyOf, (ulong)noneOf));

    /// <summary>A base relation.</summary>
    public int RelationLeaf(BaseRelation relation) => Make(new Node(NodeKind.RelationLeaf, true, (int)relation));

    /// <summary>A set given by its elements; it belongs to one execution's events.</summary>
    public int ConstSet(EventSet set) => MakeConstant(set, false);

    /// <summary>A relation given by its pairs; it belongs to one execution's events.</summary>
    public int ConstRelation(BitMatrix relation) => MakeConstant(relation, true);

    /// <summary>a ∪ b.</summary>
    public int Union(int a, int b)
    {
        if (a == b || IsEmptyNode(b)) return a;
        if (IsEmptyNode(a)) return b;
        return Make(new Node(NodeKind.Union, IsRelation(a), Math.Min(a, b), Math.Max(a, b)));
    }

    /// <summary>a ∩ b.</summary>
    public int Intersect(int a, int b)
    {
        if (a == b || IsEmptyNode(a)) return a;
        if (IsEmptyNode(b)) return b;
        if (nodes[a].Kind == NodeKind.Product) (a, b) = (b, a);
        Node product = nodes[b];
        if (product.Kind == NodeKind.Product) return RestrictRange(RestrictDomain(product.A, a), product.B);
        return Make(new Node(NodeKind.Intersect, IsRelation(a), Math.Min(a, b), Math.Max(a, b)));
    }

    /// <summary>a \ b.</summary>
    public int Difference(int a, int b)
    {
        if (a == b) return IsRelation(a) ? EmptyRelation : EmptySet;
        if (IsEmptyNode(a) || IsEmptyNode(b)) return a;
        if (nodes[b].Kind == NodeKind.Intersect && nodes[b].A == a) return Difference(a, nodes[b].B); // co \ (co & int) grows with co
        if (nodes[b].Kind == NodeKind.Intersect && nodes[b].B == a) return Difference(a, nodes[b].A);
        if (nodes[b] is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Id })
        {
            if (IsReadThenOverwritten(a)) return RelationLeaf(BaseRelation.Fr);
            bool irreflexive = nodes[a] is { Kind: NodeKind.RelationLeaf } leaf
                && (BaseRelation)leaf.A is BaseRelation.Fr or BaseRelation.Rf or BaseRelation.Co or BaseRelation.Po;
            if (irreflexive) return a;
        }

        return Make(new Node(NodeKind.Difference, IsRelation(a), a, b));
    }

    /// <summary>Everything that is not in a.</summary>
    public int Complement(int a) =>
        nodes[a].Kind == NodeKind.Complement ? nodes[a].A : Make(new Node(NodeKind.Complement, IsRelation(a), a));

    /// <summary>a ; b.</summary>
    public int Sequence(int a, int b)
    {
        if (IsEmptyNode(a)) return a;
        if (IsEmptyNode(b)) return b;
        Node left = nodes[a], right = nodes[b];
        if (left.Kind == NodeKind.Identity && right.Kind == NodeKind.Identity) return Identity(Intersect(left.A, right.A));
        if (left.Kind == NodeKind.Identity) return RestrictDomain(left.A, b);
        if (right.Kind == NodeKind.Identity) return RestrictRange(a, right.A);
        if (left is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Id }) return b;
        if (right is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Id }) return a;
        if (left.Kind == NodeKind.Optional) return Union(b, Sequence(left.A, b));
        if (right.Kind == NodeKind.Optional) return Union(a, Sequence(a, right.A));
        return Make(new Node(NodeKind.Sequence, true, a, b));
    }

    /// <summary>a⁻¹.</summary>
    public int Inverse(int a)
    {
        Node node = nodes[a];
        bool symmetric = node.Kind is NodeKind.Empty or NodeKind.Identity
            || node is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Loc or (int)BaseRelation.Internal or (int)BaseRelation.External or (int)BaseRelation.Id };
        if (symmetric) return a;
        if (node.Kind == NodeKind.Inverse) return node.A;
        if (node.Kind == NodeKind.Product) return Product(node.B, node.A);
        return Make(new Node(NodeKind.Inverse, true, a));
    }

    /// <summary>The transitive closure of a.</summary>
    public int Plus(int a)
    {
        Node node = nodes[a];
        bool transitive = node.Kind is NodeKind.Empty or NodeKind.Plus or NodeKind.Identity
            || node is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Po or (int)BaseRelation.Co or (int)BaseRelation.Id };
        return transitive ? a : Make(new Node(NodeKind.Plus, true, a));
    }

    /// <summary>The reflexive and transitive closure of a.</summary>
    public int Star(int a) => Optional(Plus(a));

    /// <summary>a ∪ id.</summary>
    public int Optional(int a)
    {
        if (nodes[a].Kind == NodeKind.Empty) return RelationLeaf(BaseRelation.Id);
        return nodes[a].Kind == NodeKind.Optional ? a : Make(new Node(NodeKind.Optional, true, a));
    }

    /// <summary>All pairs from set <paramref name="from"/> to set <paramref name="to"/>.</summary>
    public int Product(int from, int to) =>
        IsEmptyNode(from) || IsEmptyNode(to) ? EmptyRelation : Make(new Node(NodeKind.Product, true, from, to));

    /// <summary>The identity on a set (<c>[S]</c>).</summary>
    public int Identity(int set) =>
        IsEmptyNode(set) ? EmptyRelation
        : nodes[set] is { Kind: NodeKind.SetLeaf, A: (int)BaseSet.Events } ? RelationLeaf(BaseRelation.Id)
        : Make(new Node(NodeKind.Identity, true, set));

    /// <summary>The events a relation starts from.</summary>
    public int Domain(int a) => IsEmptyNode(a) ? EmptySet : Make(new Node(NodeKind.Domain, false, a));

    /// <summary>The events a relation ends in.</summary>
    public int Range(int a) => IsEmptyNode(a) ? EmptySet : Make(new Node(NodeKind.Range, false, a));

    /// <summary>Opens a recursive definition's variable; close all variables of the definition together with <see cref="EndFix"/>.</summary>
    public int BeginFix(bool isRelation)
    {
        var group = new FixpointGroup();
        groups.Add(group);
        int number = groups.Count - 1;
        int variable = Make(new Node(NodeKind.RecursionVariable, isRelation, number));
        group.Variables = [variable];
        return variable;
    }

    /// <summary>The least solution of <c>variables[i] = bodies[i]</c>.</summary>
    /// <param name="variables">The variables of one recursive definition, each from <see cref="BeginFix"/>.</param>
    /// <param name="bodies">Their bodies, in the same order.</param>
    /// <returns>A node for each variable's solution.</returns>
    public int[] EndFix(int[] variables, int[] bodies)
    {
        if (variables.Length == 1 && ClosureOf(variables[0], bodies[0]) is { } closure) return [closure];
        if (!variables.Any(v => bodies.Any(b => Mentions(b, v)))) return bodies;
        var group = new FixpointGroup { Variables = [.. variables], Bodies = [.. bodies] };
        groups.Add(group);
        int number = groups.Count - 1;
        ulong own = 0;
        foreach (int variable in variables) own |= openGroups[variable];
        bool dependent = false;
        ulong open = 0;
        foreach (int body in bodies)
        {
            dependent |= executionDependent[body];
            open |= openGroups[body];
        }

        int[] results = new int[variables.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = Make(new Node(NodeKind.Fixpoint, IsRelation(bodies[i]), number, i));
            executionDependent[results[i]] = dependent;
            openGroups[results[i]] = open & ~own;
        }

        return results;
    }

    /// <summary>
    /// Whether a body only grows when the variables grow: then, and only then, the definition is sure to have a least solution. It does when
    /// the variables stand under an even number of complements and right sides of differences.
    /// </summary>
    public bool GrowsWith(int body, IReadOnlyCollection<int> variables) => GrowsWith(body, variables, true, []);

    internal object ConstantOf(int node) => constants[nodes[node].A];

    /// <summary>Whether the node is below an unfinished recursive definition.</summary>
    internal bool IsOpen(int node) => openGroups[node] != 0;

    internal IEnumerable<int> Operands(int node)
    {
        Node n = nodes[node];
        switch (n.Kind)
        {
            case NodeKind.Union or NodeKind.Intersect or NodeKind.Difference or NodeKind.Sequence or NodeKind.Product
                or NodeKind.RestrictDomain or NodeKind.RestrictRange:
                yield return n.A;
                yield return n.B;
                break;
            case NodeKind.Complement or NodeKind.Inverse or NodeKind.Plus or NodeKind.Optional or NodeKind.Identity
                or NodeKind.Domain or NodeKind.Range:
                yield return n.A;
                break;
            case NodeKind.Fixpoint:
                foreach (int body in groups[n.A].Bodies) yield return body;
                break;
        }
    }

    private int RestrictDomain(int set, int relation)
    {
        if (IsEmptyNode(set) || IsEmptyNode(relation)) return EmptyRelation;
        if (nodes[set] is { Kind: NodeKind.SetLeaf, A: (int)BaseSet.Events }) return relation;
        Node node = nodes[relation];
        if (node.Kind == NodeKind.RestrictDomain) return RestrictDomain(Intersect(set, node.A), node.B);
        if (node.Kind == NodeKind.Product) return Product(Intersect(set, node.A), node.B);
        if (node is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Id }) return Identity(set);
        return Make(new Node(NodeKind.RestrictDomain, true, set, relation));
    }

    private int RestrictRange(int relation, int set)
    {
        if (IsEmptyNode(set) || IsEmptyNode(relation)) return EmptyRelation;
        if (nodes[set] is { Kind: NodeKind.SetLeaf, A: (int)BaseSet.Events }) return relation;
        Node node = nodes[relation];
        if (node.Kind == NodeKind.RestrictRange) return RestrictRange(node.A, Intersect(set, node.B));
        if (node.Kind == NodeKind.Product) return Product(node.A, Intersect(set, node.B));
        if (node is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Id }) return Identity(set);
        return Make(new Node(NodeKind.RestrictRange, true, relation, set));
    }

    /// <summary><c>X = base | X;X</c>, <c>X = base | base;X</c> and <c>X = base | X;base</c> are the transitive closure of base.</summary>
    private int? ClosureOf(int variable, int body)
    {
        var terms = new List<int>();
        Flatten(body, terms);
        int step = terms.FindIndex(t => nodes[t].Kind == NodeKind.Sequence && Mentions(t, variable));
        if (step < 0) return null;
        Node sequence = nodes[terms[step]];
        terms.RemoveAt(step);
        if (terms.Count == 0 || terms.Exists(t => Mentions(t, variable))) return null;
        int rest = terms.Aggregate(Union);
        bool closes = (sequence.A == variable || sequence.A == rest) && (sequence.B == variable || sequence.B == rest);
        return closes ? Plus(rest) : null;

        void Flatten(int node, List<int> into)
        {
            if (nodes[node].Kind == NodeKind.Union)
            {
                Flatten(nodes[node].A, into);
                Flatten(nodes[node].B, into);
            }
            else
            {
                into.Add(node);
            }
        }
    }

    /// <summary>Whether the node is <c>rf⁻¹ ; co</c>.</summary>
    private bool IsReadThenOverwritten(int node) =>
        nodes[node] is { Kind: NodeKind.Sequence } s
        && nodes[s.B] is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Co }
        && nodes[s.A] is { Kind: NodeKind.Inverse } inverse
        && nodes[inverse.A] is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Rf };

    private bool GrowsWith(int node, IReadOnlyCollection<int> variables, bool upright, HashSet<(int, bool)> seen)
    {
        if (variables.Contains(node)) return upright;
        if (!IsOpen(node) || !seen.Add((node, upright))) return true;
        Node n = nodes[node];
        return n.Kind switch
        {
            NodeKind.Complement => GrowsWith(n.A, variables, !upright, seen),
            NodeKind.Difference => GrowsWith(n.A, variables, upright, seen) && GrowsWith(n.B, variables, !upright, seen),
            _ => Operands(node).All(o => GrowsWith(o, variables, upright, seen)),
        };
    }

    private bool Mentions(int node, int variable) => (openGroups[node] & openGroups[variable]) != 0 && Reaches(node, variable, []);

    private bool Reaches(int node, int variable, HashSet<int> seen) =>
        node == variable || (seen.Add(node) && Operands(node).Any(o => Reaches(o, variable, seen)));

    private bool IsEmptyNode(int node) => nodes[node].Kind == NodeKind.Empty;

    private int MakeConstant(object value, bool isRelation)
    {
        constants.Add(value);
        return Make(new Node(NodeKind.Constant, isRelation, constants.Count - 1));
    }

    private int Make(Node node)
    {
        if (numbers.TryGetValue(node, out int number)) return number;
        number = nodes.Count;
        nodes.Add(node);
        numbers.Add(node, number);
        bool dependent = node is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Rf or (int)BaseRelation.Co or (int)BaseRelation.Fr }
            or { Kind: NodeKind.SetLeaf, A: (int)BaseSet.FinalWrites };
        ulong open = node.Kind == NodeKind.RecursionVariable ? 1UL << Math.Min(node.A, 63) : 0;
        executionDependent.Add(dependent);
        openGroups.Add(open);
        if (node.Kind is NodeKind.Fixpoint) return number; // EndFix knows what it depends on
        foreach (int operand in Operands(number))
        {
            executionDependent[number] |= executionDependent[operand];
            openGroups[number] |= openGroups[operand];
        }

        return number;
    }

    /// <summary>A node: its operation and operands (node numbers, or the number of a leaf), for tag leaves the tags.</summary>
    internal sealed record Node(NodeKind Kind, bool IsRelation, int A = -1, int B = -1, ulong AnyOf = 0, ulong NoneOf = 0);

    /// <summary>The equations of one recursive definition.</summary>
    internal sealed class FixpointGroup
    {
        public int[] Variables { get; set; } = [];

        public int[] Bodies { get; set; } = [];
    }
}
