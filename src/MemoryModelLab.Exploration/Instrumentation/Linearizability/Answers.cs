namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>What all operations answered, thread by thread.</summary>
/// <param name="threads">The answers of each thread, in its order.</param>
internal sealed class Answers(Answer[][] threads) : IEquatable<Answers>
{
    private readonly Answer[] _all = [.. threads.SelectMany(answers => answers)];

    /// <summary>Whether there are answers, all of them exceptions.</summary>
    public bool AreErrors => _all.Length > 0 && _all.All(answer => answer.Error is not null);

    /// <inheritdoc/>
    public bool Equals(Answers? other) => other is not null && _all.AsSpan().SequenceEqual(other._all);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Answers);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (Answer answer in _all)
            hash.Add(answer);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", threads.Select((answers, thread) => $"thread {thread + 1} got {string.Join(", ", answers.Select(answer => answer.ToString()))}"));
}
