using System.Runtime.CompilerServices;

namespace MemoryModelLab.Machine.Replicas;

/// <summary>A vector of counters, one a site (Fidge 1988, Mattern 1989): of the writes each site accepted, how many are meant.</summary>
[InlineArray(Size)]
public struct Clock : IEquatable<Clock>
{
    /// <summary>The most sites a clock has counters for.</summary>
    public const int Size = 8;

    private int first;

    /// <summary>The clock that counts what <paramref name="counters"/> do.</summary>
    public static Clock Of(ReadOnlySpan<int> counters)
    {
        Clock clock = default;
        counters.CopyTo(clock);
        return clock;
    }

    /// <summary>The clock with <paramref name="count"/> at one site and nothing elsewhere.</summary>
    public static Clock Of(int site, int count)
    {
        Clock clock = default;
        clock[site] = count;
        return clock;
    }

    /// <summary>Whether <paramref name="counters"/> count at least as much everywhere.</summary>
    public readonly bool IsWithin(ReadOnlySpan<int> counters)
    {
        for (int i = 0; i < counters.Length; i++)
        {
            if (this[i] > counters[i]) return false;
        }

        return true;
    }

    /// <summary>Raises <paramref name="counters"/> to this clock's.</summary>
    public readonly void RaiseTo(Span<int> counters)
    {
        for (int i = 0; i < counters.Length; i++) counters[i] = Math.Max(counters[i], this[i]);
    }

    /// <inheritdoc/>
    public readonly bool Equals(Clock other) => ((ReadOnlySpan<int>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Clock other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int counter in (ReadOnlySpan<int>)this) hash.Add(counter);
        return hash.ToHashCode();
    }

    /// <summary>Whether both count the same.</summary>
    public static bool operator ==(Clock left, Clock right) => left.Equals(right);

    /// <summary>Whether they count differently.</summary>
    public static bool operator !=(Clock left, Clock right) => !left.Equals(right);
}
