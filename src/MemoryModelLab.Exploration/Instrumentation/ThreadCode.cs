namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>What a thread runs: equal for threads that run the same code with the same argument.</summary>
/// <param name="Model">What started it: a thread, or a task.</param>
/// <param name="Start">The method, and the object it is called on.</param>
/// <param name="Argument">What it is given.</param>
internal sealed record ThreadCode(Type Model, Delegate? Start, object? Argument)
{
    /// <inheritdoc/>
    public bool Equals(ThreadCode? other) =>
        other is not null && Model == other.Model && Equals(Start, other.Start) && IsSame(Argument, other.Argument);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Start);

    /// <summary>Whether nothing tells two values apart: they are one object, or equal numbers or texts.</summary>
    public static bool IsSame(object? left, object? right) =>
        ReferenceEquals(left, right) || (left is not null && (left is string || left.GetType().IsPrimitive) && left.Equals(right));
}
