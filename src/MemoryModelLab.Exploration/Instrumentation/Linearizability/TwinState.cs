namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// What a twin has done so far, one operation after the other: a state that is known by how it was reached, for the twin itself can be neither copied nor
/// compared. Each is made once, by doing it all on a new twin.
/// </summary>
internal sealed class TwinState : IEquatable<TwinState>
{
    private readonly Dictionary<int, TwinState> next = [];

    /// <summary>A state.</summary>
    /// <param name="done">The operations that were done.</param>
    /// <param name="answer">What the last of them answered; null where none was done.</param>
    public TwinState(int[] done, Answer? answer) => (Done, Answer) = (done, answer);

    /// <summary>The operations that were done, in their order.</summary>
    public int[] Done { get; }

    /// <summary>What the last of them answered.</summary>
    public Answer? Answer { get; }

    /// <summary>The state after one more operation.</summary>
    public TwinState After(int operation, Func<int[], Answer> answer)
    {
        if (this.next.TryGetValue(operation, out TwinState? next))
            return next;
        int[] done = [.. Done, operation];
        return this.next[operation] = new TwinState(done, answer(done));
    }

    /// <inheritdoc/>
    public bool Equals(TwinState? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
