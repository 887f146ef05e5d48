namespace MemoryModelLab.Hardware.Execution;

/// <summary>A final state as a dictionary's key.</summary>
internal readonly struct StateKey(long[] values) : IEquatable<StateKey>
{
    /// <summary>The values.</summary>
    public long[] Values { get; } = values;

    /// <inheritdoc/>
    public bool Equals(StateKey other) => Values.AsSpan().SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StateKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (long value in Values) hash.Add(value);
        return hash.ToHashCode();
    }
}
