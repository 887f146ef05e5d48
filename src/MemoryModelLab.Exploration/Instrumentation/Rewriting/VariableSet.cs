namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>A set of variables of a method: of the first 62, which loops are about, and of all others together.</summary>
/// <param name="Bits">One bit for each.</param>
internal readonly record struct VariableSet(ulong Bits)
{
    private const int Most = 62;

    /// <summary>What is no variable, or not told apart.</summary>
    public static VariableSet Other => new(1UL << 63);

    /// <summary>Those beyond the first.</summary>
    public static VariableSet Mixed => new(1UL << Most);

    /// <summary>The set of one.</summary>
    public static VariableSet Of(int number) => new(1UL << Math.Min(number, Most));

    /// <summary>Whether it has an element of another.</summary>
    public bool Meets(VariableSet other) => (Bits & other.Bits) != 0;

    /// <summary>Whether another has all its elements.</summary>
    public bool IsWithin(VariableSet other) => (Bits & ~other.Bits) == 0;

    /// <summary>What of it is not in another.</summary>
    public VariableSet Without(VariableSet other) => new(Bits & ~other.Bits);

    /// <summary>All that is not in it.</summary>
    public VariableSet Complement() => new(~Bits);

    /// <summary>What is in one or the other.</summary>
    public static VariableSet operator |(VariableSet left, VariableSet right) => new(left.Bits | right.Bits);
}
