namespace MemoryModelLab.Litmus.Conditions;

/// <summary>How a final condition quantifies over the allowed executions.</summary>
public enum Quantifier
{
    /// <summary><c>exists</c>: some execution satisfies the proposition (herd's kind <c>Allowed</c>).</summary>
    Exists,

    /// <summary><c>~exists</c>: none does (herd's kind <c>Forbidden</c>).</summary>
    NotExists,

    /// <summary><c>forall</c>: every execution does (herd's kind <c>Required</c>).</summary>
    Forall,
}

/// <summary>A final condition.</summary>
public sealed record Condition(Quantifier Quantifier, Proposition Proposition);

/// <summary>What an outcome of a test means to its author, as jcstress grades outcomes.</summary>
public enum Grade
{
    /// <summary>May happen; nothing to say.</summary>
    Acceptable,

    /// <summary>May happen, and is what the test is about.</summary>
    Interesting,

    /// <summary>Must never happen.</summary>
    Forbidden,
}

/// <summary>A graded outcome: <c>forbidden (1:r0=1 /\ 1:r1=0) (* sentence *)</c>.</summary>
/// <param name="Grade">What the outcome means.</param>
/// <param name="Proposition">The outcomes meant.</param>
/// <param name="Sentence">The comment behind it, trimmed; null when there is none.</param>
public sealed record Expectation(Grade Grade, Proposition Proposition, string? Sentence);

/// <summary>A proposition over a final state.</summary>
public abstract record Proposition
{
    private Proposition()
    {
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed record Constant(bool Value) : Proposition;

    /// <summary><c>1:r0 = 1</c>, <c>[x] = 2</c>, <c>0:X1 = y</c>; <c>!=</c> when <paramref name="Negated"/>.</summary>
    public sealed record Equal(StateReference Left, StateValue Right, bool Negated = false) : Proposition;

    /// <summary><c>t = {1, 2}</c>: the elements of an array.</summary>
    public sealed record EqualArray(StateReference Left, EquatableList<StateValue> Right, bool Negated = false) : Proposition;

    /// <summary><c>0:r0 = 1:r1</c>: two parts of the state hold the same value.</summary>
    public sealed record Same(StateReference Left, StateReference Right, bool Negated = false) : Proposition;

    /// <summary><c>~ p</c>, <c>not (p)</c>.</summary>
    public sealed record Not(Proposition Operand) : Proposition;

    /// <summary><c>p /\ q</c>.</summary>
    public sealed record And(Proposition Left, Proposition Right) : Proposition;

    /// <summary><c>p \/ q</c>.</summary>
    public sealed record Or(Proposition Left, Proposition Right) : Proposition;

    /// <summary><c>p => q</c>.</summary>
    public sealed record Implies(Proposition Left, Proposition Right) : Proposition;
}
