using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Conditions;

/// <summary>
/// A proposition compiled to a decision graph: each atom names where to go when it holds and when it does not, so that evaluating
/// follows one path and allocates nothing.
/// </summary>
public sealed class PropositionEvaluator
{
    private const int True = -1;
    private const int False = -2;

    private readonly record struct Atom(int Left, int Right, long Constant, int WhenTrue, int WhenFalse);

    private readonly List<Atom> atoms = [];
    private readonly LitmusProgram program;
    private readonly Observed[] observed;
    private readonly int declaredCount;
    private readonly int entry;

    /// <summary>Compiles <paramref name="proposition"/> over <see cref="LitmusProgram.Observed"/> of <paramref name="program"/>.</summary>
    public PropositionEvaluator(Proposition proposition, LitmusProgram program)
    {
        ArgumentNullException.ThrowIfNull(proposition);
        ArgumentNullException.ThrowIfNull(program);
        this.program = program;
        observed = [.. program.Observed];
        declaredCount = StateValues.DeclaredCount(program);
        entry = Compile(proposition, True, False);
    }

    /// <summary>Whether a final state satisfies the proposition.</summary>
    /// <param name="values">The whole 64-bit values, in the order of <see cref="LitmusProgram.Observed"/>.</param>
    public bool Evaluate(ReadOnlySpan<long> values)
    {
        int at = entry;
        while (at >= 0)
        {
            Atom atom = atoms[at];
            long left = StateValues.Canonical(values[atom.Left], observed[atom.Left], declaredCount);
            long right = atom.Right < 0 ? atom.Constant : StateValues.Canonical(values[atom.Right], observed[atom.Right], declaredCount);
            at = left == right ? atom.WhenTrue : atom.WhenFalse;
        }

        return at == True;
    }

    // Compiled backwards: the entry of a part is known before the part in front of it.
    private int Compile(Proposition proposition, int whenTrue, int whenFalse) => proposition switch
    {
        Proposition.Constant constant => constant.Value ? whenTrue : whenFalse,
        Proposition.Not not => Compile(not.Operand, whenFalse, whenTrue),
        Proposition.And and => Compile(and.Left, Compile(and.Right, whenTrue, whenFalse), whenFalse),
        Proposition.Or or => Compile(or.Left, whenTrue, Compile(or.Right, whenTrue, whenFalse)),
        Proposition.Implies implies => Compile(implies.Left, Compile(implies.Right, whenTrue, whenFalse), whenTrue),
        Proposition.Equal equal => Compile(equal, whenTrue, whenFalse),
        Proposition.EqualArray array => Compile(array, whenTrue, whenFalse),
        Proposition.Same same => Add(IndexOf(same.Left), IndexOf(same.Right), 0, same.Negated, whenTrue, whenFalse),
        _ => throw new ArgumentException($"no evaluation of {proposition.GetType().Name}", nameof(proposition)),
    };

    private int Compile(Proposition.EqualArray array, int whenTrue, int whenFalse)
    {
        (int next, int otherwise) = array.Negated ? (whenFalse, whenTrue) : (whenTrue, whenFalse);
        for (int i = array.Right.Count - 1; i >= 0; i--)
        {
            var element = new StateReference(null, StateNames.Element(array.Left.Name, i));
            next = Compile(new Proposition.Equal(element, array.Right[i]), next, otherwise);
        }

        return next;
    }

    private int Compile(Proposition.Equal equal, int whenTrue, int whenFalse)
    {
        int left = IndexOf(equal.Left);
        long constant = equal.Right.Symbol is { } symbol
            ? AddressOf(symbol)
            : StateValues.Canonical(equal.Right.Number, observed[left], declaredCount);
        return Add(left, -1, constant, equal.Negated, whenTrue, whenFalse);
    }

    private int Add(int left, int right, long constant, bool negated, int whenTrue, int whenFalse)
    {
        atoms.Add(negated ? new Atom(left, right, constant, whenFalse, whenTrue) : new Atom(left, right, constant, whenTrue, whenFalse));
        return atoms.Count - 1;
    }

    private int IndexOf(StateReference reference)
    {
        (int thread, int index) = Place(reference);
        int found = Array.FindIndex(observed, part => part.Thread == thread && part.Index == index);
        return found >= 0 ? found : throw new ArgumentException($"{reference} is not a part of the program's states");
    }

    private (int Thread, int Index) Place(StateReference reference)
    {
        if (reference.Thread is not { } thread) return (-1, LocationOf(reference.Name));
        string name = StateNames.Canonical(program.Test, reference).Name;
        IReadOnlyList<string> registers = program.Threads[thread].Registers;
        for (int i = 0; i < registers.Count; i++)
        {
            if (registers[i] == name) return (thread, i);
        }

        throw new ArgumentException($"{reference} is not a register of the program");
    }

    private long AddressOf(string name) => program.Locations[LocationOf(name)].Address;

    private int LocationOf(string name)
    {
        (string location, int element) = StateNames.Split(name);
        string key = element == 0 ? location : name;
        for (int i = 0; i < program.Locations.Count; i++)
        {
            if (program.Locations[i].Name == key) return i;
        }

        throw new ArgumentException($"{name} is not a location of the program");
    }
}
