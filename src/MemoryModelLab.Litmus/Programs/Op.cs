namespace MemoryModelLab.Litmus.Programs;

/// <summary>How a write belongs to a read-modify-write.</summary>
public enum RmwRole
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Its read is the thread's latest <see cref="Op.Load"/>: one atomic instruction.</summary>
    Atomic,

    /// <summary>
    /// Its read is the thread's open exclusive load (the latest load tagged <see cref="EventTags.Exclusive"/> that no exclusive store
    /// has closed). Without one, or when it read another location, this path of the thread does not exist: guard it by a <see cref="Op.Choose"/>.
    /// </summary>
    Exclusive,
}

/// <summary>
/// The common instruction set all four dialects are lowered to. A thread is a list of these; each <see cref="Load"/>,
/// <see cref="Store"/> and <see cref="Fence"/> is one memory event, in program order. Dependencies are not stated here: they follow
/// from which loads the registers of an operand were computed from, even where the arithmetic cancels (<c>r ^ r</c>).
/// </summary>
/// <param name="Line">The line in the test's file this comes from.</param>
public abstract record Op(int Line)
{
    /// <summary>Reads memory: <c>Destination = [Address]</c>.</summary>
    public sealed record Load(int Line, int Destination, Operand Address, EventTags Tags) : Op(Line);

    /// <summary>Writes memory: <c>[Address] = Value</c>.</summary>
    /// <param name="Line">The line in the test's file.</param>
    /// <param name="Address">Where.</param>
    /// <param name="Value">What.</param>
    /// <param name="Tags">The event's annotations.</param>
    /// <param name="Rmw">How it belongs to a read-modify-write.</param>
    /// <param name="Guard">What decided, within its instruction, that it happens: see <see cref="Move"/>.</param>
    public sealed record Store(
        int Line, Operand Address, Operand Value, EventTags Tags, RmwRole Rmw = RmwRole.None, Operand? Guard = null) : Op(Line);

    /// <summary>A fence event.</summary>
    public sealed record Fence(int Line, EventTags Tags) : Op(Line);

    /// <summary><c>Destination = Left ∘ Right</c>.</summary>
    public sealed record Compute(int Line, int Destination, BinaryOperator Operator, Operand Left, Operand Right) : Op(Line);

    /// <summary><c>Destination = Source</c>.</summary>
    /// <param name="Line">The line in the test's file.</param>
    /// <param name="Destination">The register written.</param>
    /// <param name="Source">The value.</param>
    /// <param name="Guard">
    /// The condition of the <see cref="Branch.Internal"/> branch that picked this source (CSEL, CAS), or null. The destination then has a
    /// <em>pick dependency</em> on the loads the guard was computed from (Arm ARM, section B2.3): weaker than a data dependency, it
    /// orders only writes that depend on it.
    /// </param>
    public sealed record Move(int Line, int Destination, Operand Source, Operand? Guard = null) : Op(Line);

    /// <summary>
    /// Goes to <paramref name="Target"/> when <paramref name="Condition"/> is not 0. Everything after it in program order is
    /// control-dependent on the loads the condition was computed from, unless <paramref name="Internal"/>: a choice within one
    /// instruction (did the compare-and-swap succeed?), which is no branch the processor could predict.
    /// </summary>
    /// <param name="Line">The line in the test's file.</param>
    /// <param name="Condition">What decides.</param>
    /// <param name="Target">The index of the next op when the condition holds; the code's length ends the thread.</param>
    /// <param name="Internal">Whether this makes no control dependency.</param>
    public sealed record Branch(int Line, Operand Condition, int Target, bool Internal = false) : Op(Line);

    /// <summary>Goes to <paramref name="Target"/>.</summary>
    public sealed record Jump(int Line, int Target) : Op(Line);

    /// <summary>Sets <paramref name="Destination"/> to 0 or to 1, both possible (a store-exclusive or weak compare-exchange that may fail).</summary>
    public sealed record Choose(int Line, int Destination) : Op(Line);

    /// <summary>
    /// This path of the thread exists only if <paramref name="Condition"/> is not 0 (a lock that is waited for). Makes no dependency.
    /// </summary>
    public sealed record Assume(int Line, Operand Condition) : Op(Line);
}
