using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>Compares rows of numbers, also those that are not stored yet.</summary>
internal sealed class RowComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
{
    /// <summary>The one there is.</summary>
    public static RowComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(int[]? left, int[]? right) => left.AsSpan().SequenceEqual(right);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    public int GetHashCode(int[] row) => GetHashCode(row.AsSpan());

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<int> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(alternate));
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
}
