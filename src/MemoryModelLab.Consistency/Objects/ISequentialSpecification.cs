namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// What an object does when its operations come one after the other (Herlihy and Wing, TOPLAS 1990, section 2.2): its states, and which answers are right
/// in them. Write one for an object of your own, and <see cref="LinearizableObject"/> checks its histories.
/// </summary>
/// <typeparam name="TState">An immutable state with equality by value.</typeparam>
public interface ISequentialSpecification<TState>
    where TState : IEquatable<TState>
{
    /// <summary>The state before the first operation.</summary>
    TState Initial { get; }

    /// <summary>Does an operation.</summary>
    /// <returns>Whether its answer is the right one in this state. An answer that is not known is.</returns>
    bool TryApply(TState state, ObjectOperation operation, out TState next);
}
