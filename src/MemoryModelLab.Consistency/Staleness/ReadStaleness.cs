namespace MemoryModelLab.Consistency.Staleness;

/// <summary>
/// How stale each read was at least, by real time alone: the share of reads within a bound is probabilistically bounded staleness, measured (Bailis et al., "Probabilistically
/// bounded staleness for practical partial quorums", PVLDB 2012).
/// <para>
/// A write certainly overwrote the value of a read when it was invoked after the value's write was answered, and certainly took effect when it, or a read of it, was answered. A read is so
/// many versions behind, and one, as there are such writes that took effect before it was invoked; and by the time since the first of them did.
/// </para>
/// </summary>
public sealed class ReadStaleness
{
    private readonly int[] versions; // of each read, the least first
    private readonly long[] times;

    internal ReadStaleness(int[] versions, long[] times)
    {
        (this.versions, this.times) = (versions, times);
        Array.Sort(versions);
        Array.Sort(times);
    }

    /// <summary>How many reads there are.</summary>
    public int Reads => versions.Length;

    /// <summary>The least k such that this share of the reads, from 0 to 1, returned one of the last k writes; 1 is not stale at all.</summary>
    public int Versions(double share) => Reads == 0 ? 1 : versions[Place(share)];

    /// <summary>The least t such that for this share of the reads, from 0 to 1, the value was not overwritten for longer than t.</summary>
    public long Time(double share) => Reads == 0 ? 0 : times[Place(share)];

    /// <summary>The share of the reads that returned one of the last k writes.</summary>
    public double ShareWithinVersions(int most) => Share(versions, most);

    /// <summary>The share of the reads whose value was not overwritten for longer than t.</summary>
    public double ShareWithinTime(long most) => Share(times, most);

    private int Place(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Math.Max(0, (int)Math.Ceiling(share * Reads) - 1);
    }

    private static double Share<T>(T[] sorted, T most)
        where T : IComparable<T>
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle].CompareTo(most) <= 0) low = middle + 1;
            else high = middle;
        }

        return sorted.Length == 0 ? 1 : (double)low / sorted.Length;
    }
}
