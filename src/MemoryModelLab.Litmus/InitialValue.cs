namespace MemoryModelLab.Litmus;

/// <summary>One entry of the initial state: <c>int64_t 0:X1 = x;</c>.</summary>
/// <param name="Type">The type as written, or null.</param>
/// <param name="Target">What is initialised.</param>
/// <param name="Value">The value; null declares the target without a value.</param>
/// <param name="Elements">The elements of an array, <c>int t[2] = {1, 2};</c>; null when the target is none.</param>
public sealed record InitialValue(string? Type, StateReference Target, StateValue? Value, EquatableList<StateValue>? Elements = null);

/// <summary>A register of a thread (<c>1:rax</c>) or a memory location (<c>x</c>, <c>[x]</c>), as conditions and initial states name them.</summary>
/// <param name="Thread">The thread's index; null for a memory location.</param>
/// <param name="Name">The register's or the location's name as written; <c>t[1]</c> for an array's element.</param>
public sealed record StateReference(int? Thread, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Thread is { } thread ? $"{thread}:{Name}" : Name.EndsWith(']') ? Name : $"[{Name}]";
}

/// <summary>An entry of the <c>locations</c> clause: what to print, and as which type.</summary>
/// <param name="Reference">What to print.</param>
/// <param name="Type">The type as written, or null.</param>
public sealed record LocationsItem(StateReference Reference, string? Type = null);

/// <summary>A value as written: a number, or the address of a location.</summary>
/// <param name="Number">The number; meaningless when <paramref name="Symbol"/> is set.</param>
/// <param name="Symbol">The name of the location whose address this is; null for a number.</param>
public sealed record StateValue(long Number, string? Symbol = null)
{
    /// <inheritdoc/>
    public override string ToString() => Symbol ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
