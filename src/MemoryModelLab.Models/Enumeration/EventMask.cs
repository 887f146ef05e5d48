using System.Numerics;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>An immutable set of a path's events, by number. Up to 64 events it is one word.</summary>
internal readonly struct EventMask
{
    private readonly ulong low;
    private readonly ulong[]? high;

    private EventMask(ulong low, ulong[]? high) => (this.low, this.high) = (low, high);

    public bool IsEmpty => low == 0 && high is null;

    public static EventMask operator |(EventMask a, EventMask b)
    {
        if (a.high is null || b.high is null) return new EventMask(a.low | b.low, a.high ?? b.high);
        (ulong[] longer, ulong[] shorter) = a.high.Length >= b.high.Length ? (a.high, b.high) : (b.high, a.high);
        ulong[] merged = [.. longer];
        for (int i = 0; i < shorter.Length; i++) merged[i] |= shorter[i];
        return new EventMask(a.low | b.low, merged);
    }

    public static EventMask Of(int number)
    {
        if (number < 64) return new EventMask(1UL << number, null);
        ulong[] high = new ulong[number >> 6];
        high[^1] = 1UL << number;
        return new EventMask(0, high);
    }

    public bool Contains(int number) => number < 64
        ? (low >> number & 1) != 0
        : high is not null && high.Length >= number >> 6 && (high[(number >> 6) - 1] >> number & 1) != 0;

    public EventMask Without(int number)
    {
        if (number < 64) return new EventMask(low & ~(1UL << number), high);
        if (high is null || high.Length < number >> 6) return this;
        ulong[] rest = [.. high];
        rest[(number >> 6) - 1] &= ~(1UL << number);
        return new EventMask(low, rest);
    }

    public IEnumerable<int> Elements()
    {
        for (ulong rest = low; rest != 0; rest &= rest - 1) yield return BitOperations.TrailingZeroCount(rest);
        for (int w = 0; w < (high?.Length ?? 0); w++)
        {
            for (ulong rest = high![w]; rest != 0; rest &= rest - 1) yield return ((w + 1) << 6) + BitOperations.TrailingZeroCount(rest);
        }
    }
}
