using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>A thread's code under construction: registers by name, ops, and labels that may be used before they are placed.</summary>
internal sealed class ThreadBuilder(LitmusTest test, int index, LocationTable locations)
{
    private readonly List<string> registers = [];
    private readonly Dictionary<string, int> registerIndices = [];
    private readonly List<long> initialValues = [];
    private readonly Dictionary<string, ScalarType> types = [];
    private readonly List<Op> code = [];
    private readonly List<int> labels = [];
    private readonly List<(int Op, int Label)> uses = [];
    private int temporaries;

    /// <summary>The test.</summary>
    public LitmusTest Test { get; } = test;

    /// <summary>The thread's index.</summary>
    public int Index { get; } = index;

    /// <summary>The test's memory.</summary>
    public LocationTable Locations { get; } = locations;

    /// <summary>The index of the register <paramref name="name"/> (canonical), added now if it is new.</summary>
    public int Register(string name)
    {
        if (registerIndices.TryGetValue(name, out int register)) return register;
        register = registers.Count;
        registers.Add(name);
        registerIndices.Add(name, register);
        initialValues.Add(0);
        return register;
    }

    /// <summary>Whether the register is known already, and its index.</summary>
    public bool TryRegister(string name, out int register) => registerIndices.TryGetValue(name, out register);

    /// <summary>A new register of the lowering's own.</summary>
    public int Temporary() => Register($"%t{temporaries++}");

    /// <summary>Sets a register's value before the thread starts.</summary>
    public void Initialise(string name, long value) => initialValues[Register(name)] = value;

    /// <summary>A register's value before the thread starts; 0 when it is not known.</summary>
    public long InitialValueOf(string name) => registerIndices.TryGetValue(name, out int register) ? initialValues[register] : 0;

    /// <summary>Says how the register prints; the last word counts.</summary>
    public void Declare(string name, ScalarType type) => types[name] = type;

    /// <summary>How the register prints.</summary>
    public ScalarType TypeOf(string name) => types.GetValueOrDefault(name, ScalarType.Int);

    /// <summary>Appends an op.</summary>
    public void Emit(Op op) => code.Add(op);

    /// <summary>A new label, not yet placed.</summary>
    public int NewLabel()
    {
        labels.Add(-1);
        return labels.Count - 1;
    }

    /// <summary>Places a label in front of the next op.</summary>
    public void Place(int label) => labels[label] = code.Count;

    /// <summary>Appends <c>if (condition != 0) goto label</c>.</summary>
    public void Branch(int line, Operand condition, int label, bool @internal = false)
    {
        uses.Add((code.Count, label));
        code.Add(new Op.Branch(line, condition, -1, @internal));
    }

    /// <summary>Appends <c>goto label</c>.</summary>
    public void Jump(int line, int label)
    {
        uses.Add((code.Count, label));
        code.Add(new Op.Jump(line, -1));
    }

    /// <summary>Appends <c>destination = left ∘ right</c>.</summary>
    public void Compute(int line, int destination, BinaryOperator @operator, Operand left, Operand right) =>
        code.Add(new Op.Compute(line, destination, @operator, left, right));

    /// <summary>Appends <c>temporary = left ∘ right</c> and gives the temporary.</summary>
    public Operand Compute(int line, BinaryOperator @operator, Operand left, Operand right)
    {
        int destination = Temporary();
        code.Add(new Op.Compute(line, destination, @operator, left, right));
        return Operand.Reg(destination);
    }

    /// <summary>The thread; every label used has been placed.</summary>
    public ThreadProgram Build()
    {
        foreach ((int op, int label) in uses)
        {
            code[op] = code[op] switch
            {
                Op.Branch branch => branch with { Target = labels[label] },
                Op.Jump jump => jump with { Target = labels[label] },
                Op other => other,
            };
        }

        return new ThreadProgram { Registers = registers, InitialValues = initialValues, Code = code };
    }
}
