namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>
/// Numbers of which the i-th most frequent is drawn in proportion to 1/i^θ, by the method of Gray et al., "Quickly generating billion-record
/// synthetic databases" (SIGMOD 1994), which the Yahoo! Cloud Serving Benchmark uses; which number is how frequent is scattered by a hash.
/// </summary>
internal sealed class Zipf
{
    /// <summary>The skew of the benchmark.</summary>
    public const double Usual = 0.99;

    private readonly int count;
    private readonly double theta, zeta, alpha, eta;

    /// <param name="count">How many numbers there are.</param>
    /// <param name="theta">The skew, between 0 and 1.</param>
    public Zipf(int count, double theta = Usual)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (this.count, this.theta) = (count, theta);
        for (int i = 1; i <= count; i++)
            zeta += Math.Pow(i, -theta);
        alpha = 1 / (1 - theta);
        double two = 1 + Math.Pow(2, -theta);
        eta = (1 - Math.Pow(2.0 / count, 1 - theta)) / (1 - (two / zeta));
    }

    /// <summary>A number below the count.</summary>
    public int Next(Random random) => (int)(Scatter((ulong)Rank(random)) % (ulong)count);

    /// <summary>A rank: 0 is the most frequent.</summary>
    public int Rank(Random random)
    {
        double uniform = random.NextDouble(), scaled = uniform * zeta;
        if (scaled < 1)
            return 0;
        if (scaled < 1 + Math.Pow(0.5, theta))
            return Math.Min(1, count - 1);
        return Math.Min(count - 1, (int)(count * Math.Pow((eta * uniform) - eta + 1, alpha)));
    }

    /// <summary>FNV-1a over the bytes of a number.</summary>
    private static ulong Scatter(ulong number)
    {
        ulong hash = 14695981039346656037;
        for (int i = 0; i < sizeof(ulong); i++, number >>= 8)
            hash = (hash ^ (number & 0xff)) * 1099511628211;
        return hash;
    }
}
