using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>Numbers in a row, equal when all of them are.</summary>
internal readonly struct Numbers(int[] all) : IEquatable<Numbers>
{
    /// <summary>All of them.</summary>
    public int[] All => all;

    /// <inheritdoc/>
    public bool Equals(Numbers other) => all.AsSpan().SequenceEqual(other.All);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Numbers other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(all.AsSpan()));
        return hash.ToHashCode();
    }
}
