namespace MemoryModelLab.Litmus;

/// <summary>One entry of the initial state: <c>int64_t 0:X1 = x;</c>.</summary>
/// <param name="Type">The type as written, or null.</param>
/// <param name="Target">What is initialised.</param>
/// <param name="Value">The value; null declares the target without a value.</param>
public sealed record InitialValue(string? Type, StateReference Target, StateValue? Value);

/// <summary>A register of a thread (<c>1:rax</c>) or a memory location (<c>x</c>, <c>[x]</c>), as conditions and initial states name them.</summary>
/// <param name="Thread">The thread's index; null for a memory location.</param>
/// <param name="Name">The register's or the location's name as written.</param>
public sealed record StateReference(int? Thread, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Thread is { } thread ? $"{thread}:{Name}" : $"[{Name}]";
}

/// <summary>A value as written: a number, or the address of a location.</summary>
/// <param name="Number">The number; meaningless when <paramref name="Symbol"/> is set.</param>
/// <param name="Symbol">The name of the location whose address this is; null for a number.</param>
public sealed record StateValue(long Number, string? Symbol = null)
{
    /// <inheritdoc/>
    public override string ToString() => Symbol ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
