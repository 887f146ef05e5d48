namespace MemoryModelLab.Machine.Exploration;

/// <summary>States and steps between them: what <see cref="Explorer"/> explores.</summary>
public interface ITransitionSystem
{
    /// <summary>The number of words of a packed state.</summary>
    int Words { get; }

    /// <summary>Writes the state everything starts in.</summary>
    void Start(Span<ulong> state);

    /// <summary>Tells <paramref name="successors"/> of every enabled step of a state, and of what is wrong with it.</summary>
    void Expand(ReadOnlySpan<ulong> state, ISuccessors successors);
}

/// <summary>What a state's expansion is told to.</summary>
public interface ISuccessors
{
    /// <summary>The number of the state that is expanded, in the order of discovery.</summary>
    int Current { get; }

    /// <summary>A step leads to <paramref name="next"/>.</summary>
    void Add(ReadOnlySpan<ulong> next, in Step step);

    /// <summary>An invariant does not hold in the state that is expanded, or, where one is given, in a step from it.</summary>
    void Violates(string invariant, Step? step = null);
}
