namespace MemoryModelLab.Models.Relations;

/// <summary>
/// The order in which a model's nodes are computed: once for an event structure what does not depend on rf and co; at every step of the
/// search what the checks need that may run on partial executions; for a complete execution the rest. Made once for a model.
/// </summary>
internal sealed class EvaluationPlan
{
    private readonly RelationGraph graph;
    private readonly Dictionary<int, int> slots = [];
    private readonly bool[] scheduled;

    public EvaluationPlan(CompiledModel model)
    {
        graph = model.Graph;
        foreach (BaseRelation relation in (ReadOnlySpan<BaseRelation>)[BaseRelation.Rf, BaseRelation.Co, BaseRelation.Fr])
        {
            slots[graph.RelationLeaf(relation)] = Relations++; // slots 0, 1 and 2 are the growing execution itself
        }

        slots[graph.SetLeaf(BaseSet.FinalWrites)] = Sets++; // and set 0 what memory ends with
        scheduled = new bool[graph.Count];
        List<PlannedCheck> checks = [.. model.Checks.Where(c => c.Severity != CheckSeverity.Assert).Select(Plan)];
        ImpliesCoherence = model.OrderedWrites is null && checks.Exists(c => c.Source.Severity == CheckSeverity.Require && CoherenceAnalysis.Implies(graph, c));
        if (ImpliesCoherence) checks.RemoveAll(c => CoherenceAnalysis.IsImpliedBy(graph, c));

        List<PlannedCheck> required = checks.FindAll(c => c.Source.Severity == CheckSeverity.Require);
        var structure = new List<Instruction>();
        Add(structure, structure, required.FindAll(c => Stage(c) == 0));
        Step = Code(structure, required.FindAll(c => Stage(c) == 1));
        Final = Code(structure, required.FindAll(c => Stage(c) == 2));
        Flags = Code(structure, checks.FindAll(c => c.Source.Severity != CheckSeverity.Require));
        if (model.OrderedWrites is { } ordered)
        {
            Schedule(ordered, structure);
            OrderedWrites = Slot(ordered);
        }

        Structure = [.. structure];
    }

    /// <summary>Whether the model forbids every execution that is not coherent per location.</summary>
    public bool ImpliesCoherence { get; }

    /// <summary>The slot of the set of writes that co orders; -1 when it orders all.</summary>
    public int OrderedWrites { get; } = -1;

    /// <summary>The number of relations and of sets that are stored.</summary>
    public int Relations { get; private set; }

    public int Sets { get; private set; }

    /// <summary>All nodes, and the required checks, that depend on the event structure only.</summary>
    public Instruction[] Structure { get; }

    /// <summary>Nodes and required checks that are computed on every partial execution.</summary>
    public Instruction[] Step { get; }

    /// <summary>Nodes and required checks that are computed on complete executions.</summary>
    public Instruction[] Final { get; }

    /// <summary>Nodes and checks of flags, computed on allowed executions.</summary>
    public Instruction[] Flags { get; }

    /// <summary>0: decided by the event structure; 1: a partial execution that fails has no allowed completion; 2: needs a complete execution.</summary>
    private int Stage(PlannedCheck check) => (graph.Monotone(check.Node), check.Source.Negated) switch
    {
        (Polarity.Constant, _) => 0,
        (Polarity.Increasing, false) or (Polarity.Decreasing, true) => 1,
        _ => 2,
    };

    /// <summary>A cycle in r⁺ is a cycle in r, and a reflexive pair in r⁺ is one too: no closure needs computing.</summary>
    private PlannedCheck Plan(ModelCheck check)
    {
        (CheckKind kind, int node) = (check.Kind, check.Node);
        while (kind != CheckKind.Empty && graph[node].Kind == NodeKind.Plus) (kind, node) = (CheckKind.Acyclic, graph[node].A);
        return new PlannedCheck(kind, node, check);
    }

    private Instruction[] Code(List<Instruction> structure, List<PlannedCheck> checks)
    {
        var code = new List<Instruction>();
        Add(structure, code, checks);
        return [.. code];
    }

    /// <summary>Schedules checks and what they need; what does not depend on the execution goes to the structure's code.</summary>
    private void Add(List<Instruction> structure, List<Instruction> code, List<PlannedCheck> checks)
    {
        var needed = new List<Instruction>();
        foreach (PlannedCheck check in checks)
        {
            needed.Clear();
            Schedule(check.Node, needed);
            foreach (Instruction instruction in needed) (instruction.IsStatic ? structure : code).Add(instruction);
            code.Add(new Instruction { Check = check, A = Slot(check.Node), IsRelation = graph.IsRelation(check.Node) });
        }
    }

    private void Schedule(int node, List<Instruction> code)
    {
        if (scheduled[node]) return;
        scheduled[node] = true;
        RelationGraph.Node n = graph[node];
        if (n.Kind == NodeKind.Fixpoint)
        {
            ScheduleFixpoint(node, n.A, code);
            return;
        }

        foreach (int operand in graph.Operands(node)) Schedule(operand, code);
        bool isState = n.Kind is NodeKind.RelationLeaf or NodeKind.SetLeaf && graph.DependsOnExecution(node);
        if (n.Kind != NodeKind.RecursionVariable && !isState) code.Add(Make(node, n));
    }

    private void ScheduleFixpoint(int node, int group, List<Instruction> code)
    {
        RelationGraph.FixpointGroup equations = graph.Groups[group];
        for (int i = 0; i < equations.Variables.Length; i++) Slot(equations.Variables[i]);
        foreach (int body in equations.Bodies) ScheduleClosed(body, code);
        var loop = new List<Instruction>();
        foreach (int body in equations.Bodies) Schedule(body, loop);
        code.Add(new Instruction
        {
            Kind = NodeKind.Fixpoint,
            Node = node,
            IsRelation = graph.IsRelation(node),
            IsStatic = !graph.DependsOnExecution(node),
            Loop = [.. loop],
            Variables = [.. equations.Variables.Select(v => (Slot(v), graph.IsRelation(v)))],
            Bodies = [.. equations.Bodies.Select(Slot)],
        });
        for (int i = 0; i < equations.Variables.Length; i++)
        {
            // The solution stands in the variable's own slot when the loop ends: every component of the group is done with it.
            int component = FixpointNode(group, i);
            if (component < 0) continue;
            slots[component] = Slot(equations.Variables[i]);
            scheduled[component] = true;
        }
    }

    /// <summary>Computes before the loop what in the bodies does not depend on the variables.</summary>
    private void ScheduleClosed(int node, List<Instruction> code)
    {
        if (!graph.IsOpen(node))
        {
            Schedule(node, code);
            return;
        }

        if (scheduled[node]) return;
        foreach (int operand in graph.Operands(node)) ScheduleClosed(operand, code);
    }

    private int FixpointNode(int group, int component)
    {
        for (int node = 0; node < graph.Count; node++)
        {
            if (graph[node] is { Kind: NodeKind.Fixpoint } n && n.A == group && n.B == component) return node;
        }

        return -1;
    }

    private Instruction Make(int node, RelationGraph.Node n) => new()
    {
        Kind = n.Kind,
        Node = node,
        IsRelation = n.IsRelation,
        IsStatic = !graph.DependsOnExecution(node) && !graph.IsOpen(node),
        To = Slot(node),
        A = HasOperand(n, 0) ? Slot(n.A) : n.A,
        B = HasOperand(n, 1) ? Slot(n.B) : n.B,
        LeftIsRelation = HasOperand(n, 0) && graph.IsRelation(n.A),
        RightIsRelation = HasOperand(n, 1) && graph.IsRelation(n.B),
        AnyOf = n.AnyOf,
        NoneOf = n.NoneOf,
        Constant = n.Kind == NodeKind.Constant ? graph.ConstantOf(node) : null,
    };

    private static bool HasOperand(RelationGraph.Node n, int operand) => n.Kind switch
    {
        NodeKind.Empty or NodeKind.SetLeaf or NodeKind.TagLeaf or NodeKind.RelationLeaf or NodeKind.Constant => false,
        NodeKind.Complement or NodeKind.Inverse or NodeKind.Plus or NodeKind.Optional or NodeKind.Identity or NodeKind.Domain
            or NodeKind.Range => operand == 0,
        _ => true,
    };

    private int Slot(int node)
    {
        if (slots.TryGetValue(node, out int slot)) return slot;
        slot = graph.IsRelation(node) ? Relations++ : Sets++;
        slots[node] = slot;
        return slot;
    }

    /// <summary>A check on the node that decides it most cheaply.</summary>
    internal sealed record PlannedCheck(CheckKind Kind, int Node, ModelCheck Source);

    /// <summary>One node to compute, or one check.</summary>
    internal sealed class Instruction
    {
        public NodeKind Kind { get; init; }

        public int Node { get; init; }

        public bool IsRelation { get; init; }

        public bool IsStatic { get; init; }

        public int To { get; init; }

        public int A { get; init; }

        public int B { get; init; }

        public bool LeftIsRelation { get; init; }

        public bool RightIsRelation { get; init; }

        public ulong AnyOf { get; init; }

        public ulong NoneOf { get; init; }

        public object? Constant { get; init; }

        public PlannedCheck? Check { get; init; }

        public Instruction[] Loop { get; init; } = [];

        public (int Slot, bool IsRelation)[] Variables { get; init; } = [];

        public int[] Bodies { get; init; } = [];
    }
}
