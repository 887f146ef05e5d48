namespace MemoryModelLab.Litmus;

/// <summary>
/// Where a node of a thread body was written. Takes no part in comparing trees: two tests with the same content are equal wherever
/// their lines stand.
/// </summary>
public readonly struct Origin(SourcePosition position) : IEquatable<Origin>
{
    /// <summary>The place.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>The line, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>All origins are equal.</summary>
    public bool Equals(Origin other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Origin;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override string ToString() => Position.ToString();

    /// <summary>All origins are equal.</summary>
    public static bool operator ==(Origin left, Origin right) => left.Equals(right);

    /// <summary>Never.</summary>
    public static bool operator !=(Origin left, Origin right) => !left.Equals(right);
}
