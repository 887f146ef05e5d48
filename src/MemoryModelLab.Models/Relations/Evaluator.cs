using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Relations;

/// <summary>Computes a model's nodes for one event structure and the execution growing over it. One evaluator serves one thread.</summary>
internal sealed class Evaluator(EvaluationPlan plan)
{
    private ulong[] words = [];
    private ulong[] scratch = [];
    private EventStructure structure = null!;
    private int n;
    private int stride;
    private int rowWords;
    private int setBase;

    public Span<ulong> Rf => words.AsSpan(0, rowWords);

    public Span<ulong> Co => words.AsSpan(rowWords, rowWords);

    public Span<ulong> Fr => words.AsSpan(2 * rowWords, rowWords);

    /// <summary>The writes memory ends with; to be set before a complete execution is judged.</summary>
    public Span<ulong> FinalWrites => Set(0);

    /// <summary>The writes that co orders; empty when it orders all.</summary>
    public ReadOnlySpan<ulong> OrderedWrites => plan.OrderedWrites < 0 ? default : Set(plan.OrderedWrites);

    /// <summary>The execution under construction: rf, co and fr, one after the other.</summary>
    public Span<ulong> State => words.AsSpan(0, 3 * rowWords);

    /// <summary>Turns to another event structure, with nothing read and nothing ordered; false when no execution of it is allowed.</summary>
    public bool Bind(EventStructure events)
    {
        structure = events;
        n = events.Count;
        stride = events.Stride;
        rowWords = n * stride;
        setBase = plan.Relations * rowWords;
        int size = setBase + (plan.Sets * stride);
        if (words.Length < size) words = new ulong[Math.Max(size, 2 * words.Length)];
        if (scratch.Length < rowWords) scratch = new ulong[rowWords];
        State.Clear();
        return Run(plan.Structure, null);
    }

    /// <summary>Whether no check yet rules out every completion of the execution so far.</summary>
    public bool MayBeAllowed() => Run(plan.Step, null);

    /// <summary>Whether the complete execution, on which <see cref="MayBeAllowed"/> was just true, is allowed.</summary>
    public bool IsAllowed() => Run(plan.Final, null);

    /// <summary>Adds the flags that an allowed execution raises.</summary>
    public void CollectFlags(ISet<string> flags)
    {
        if (plan.Flags.Length > 0) Run(plan.Flags, flags);
    }

    private Span<ulong> Relation(int slot) => words.AsSpan(slot * rowWords, rowWords);

    private Span<ulong> Set(int slot) => words.AsSpan(setBase + (slot * stride), stride);

    private Span<ulong> Value(int slot, bool isRelation) => isRelation ? Relation(slot) : Set(slot);

    /// <summary>Runs code; without <paramref name="flags"/>, stops with false at the first check that fails.</summary>
    private bool Run(EvaluationPlan.Instruction[] code, ISet<string>? flags)
    {
        foreach (EvaluationPlan.Instruction instruction in code)
        {
            if (instruction.Check is not { } check)
            {
                Execute(instruction);
                continue;
            }

            bool holds = Holds(check, instruction) != check.Source.Negated;
            if (flags is not null)
            {
                if (holds == (check.Source.Severity == CheckSeverity.Flag)) flags.Add(check.Source.Name);
            }
            else if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(EvaluationPlan.PlannedCheck check, EvaluationPlan.Instruction at) => check.Kind switch
    {
        CheckKind.Acyclic => Kernel.IsAcyclic(Relation(at.A), n, stride, scratch),
        CheckKind.Irreflexive => Kernel.IsIrreflexive(Relation(at.A), n, stride),
        _ => Kernel.IsEmpty(Value(at.A, at.IsRelation)),
    };

    private void Execute(EvaluationPlan.Instruction i)
    {
        Span<ulong> to = i.Kind == NodeKind.Fixpoint ? default : Value(i.To, i.IsRelation);
        switch (i.Kind)
        {
            case NodeKind.SetLeaf:
                structure.Set((BaseSet)i.A).Words.CopyTo(to);
                break;
            case NodeKind.TagLeaf:
                structure.Tagged(i.AnyOf, i.NoneOf, to);
                break;
            case NodeKind.RelationLeaf:
                structure.Relation((BaseRelation)i.A).Words.CopyTo(to);
                break;
            case NodeKind.Constant:
                (i.Constant is EventSet set ? set.Words : ((BitMatrix)i.Constant!).Words).CopyTo(to);
                break;
            case NodeKind.Fixpoint:
                Iterate(i);
                break;
            default:
                Kernel.Apply(i.Kind, Operand(i.A, i.LeftIsRelation), Operand(i.B, i.RightIsRelation), n, stride, to);
                break;
        }
    }

    private ReadOnlySpan<ulong> Operand(int slot, bool isRelation) => slot < 0 ? default : Value(slot, isRelation);

    /// <summary>Least fixpoint by Kleene iteration from the empty relations; the bodies are monotone in the variables, so it ends.</summary>
    private void Iterate(EvaluationPlan.Instruction loop)
    {
        foreach ((int slot, bool isRelation) in loop.Variables) Value(slot, isRelation).Clear();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (EvaluationPlan.Instruction instruction in loop.Loop) Execute(instruction);
            for (int v = 0; v < loop.Variables.Length; v++)
            {
                (int slot, bool isRelation) = loop.Variables[v];
                Span<ulong> variable = Value(slot, isRelation);
                Span<ulong> body = Value(loop.Bodies[v], isRelation);
                if (variable.SequenceEqual(body)) continue;
                Kernel.Or(variable, body, variable);
                changed = true;
            }
        }
    }
}
