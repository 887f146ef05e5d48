using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>Appends to a thread's code for the statement being lowered: knows its line, and reuses temporaries from one to the next.</summary>
internal sealed class CodeBuilder(ThreadBuilder thread)
{
    private readonly HashSet<int> locals = [];
    private readonly List<int> temporaries = [];
    private int temporariesInUse;
    private int temporariesHeld;

    /// <summary>The line of the source the next op comes from.</summary>
    public int Line { get; set; }

    /// <summary>The register of the local called <paramref name="name"/>, which prints as <paramref name="printed"/>.</summary>
    public int Local(string name, ScalarType printed)
    {
        int register = thread.Register(name);
        if (locals.Add(register)) thread.Declare(name, printed);
        return register;
    }

    /// <summary>Whether <paramref name="operand"/> is the register of a local, which a later assignment may change.</summary>
    public bool IsLocal(Operand operand) => !operand.IsConstant && locals.Contains(operand.Register);

    /// <summary>A register of the lowering's own, free until the statement ends.</summary>
    public int Temporary()
    {
        if (temporariesInUse == temporaries.Count) temporaries.Add(thread.Temporary());
        return temporaries[temporariesInUse++];
    }

    /// <summary>Gives all temporaries back: the statement that needed them has ended.</summary>
    public void EndStatement() => temporariesInUse = temporariesHeld;

    /// <summary>Does <paramref name="inner"/>, made of statements, in the middle of one, whose temporaries it leaves alone.</summary>
    public void Within(Action inner)
    {
        int held = temporariesHeld;
        temporariesHeld = temporariesInUse;
        inner();
        temporariesHeld = held;
    }

    /// <summary>Appends <paramref name="op"/>.</summary>
    public void Emit(Op op) => thread.Emit(op);

    /// <summary>Computes into <paramref name="target"/>, or into a temporary when that is -1.</summary>
    public Operand Compute(BinaryOperator kind, Operand left, Operand right, int target = -1)
    {
        int destination = target >= 0 ? target : Temporary();
        thread.Compute(Line, destination, kind, left, right);
        return Operand.Reg(destination);
    }

    /// <summary>Appends a move, unless <paramref name="source"/> is <paramref name="target"/>.</summary>
    public void Move(int target, Operand source)
    {
        if (source != Operand.Reg(target)) thread.Emit(new Op.Move(Line, target, source));
    }

    /// <summary>A label, not yet placed.</summary>
    public int NewLabel() => thread.NewLabel();

    /// <summary>Appends a jump.</summary>
    public void Jump(int label) => thread.Jump(Line, label);

    /// <summary>Appends a branch.</summary>
    public void Branch(Operand condition, int label, bool isInternal = false) => thread.Branch(Line, condition, label, isInternal);

    /// <summary>Puts <paramref name="label"/> here.</summary>
    public void Mark(int label) => thread.Place(label);
}
