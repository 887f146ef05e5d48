namespace MemoryModelLab.Machine.Replicas.Timed;

/// <summary>How long messages take.</summary>
internal sealed class Network(NetworkOptions options, int replicas, Random random)
{
    private const int Places = 3;
    private const int FarPlace = 2;
    private const int MostLosses = 3;

    /// <summary>Where a site is; what is not a replica stands beside A.</summary>
    public int PlaceOf(int site) => site < replicas ? site % Places : 0;

    /// <summary>Whether no message gets from one place to the other now.</summary>
    public bool IsCut(int from, int to, long now) => (from == FarPlace) != (to == FarPlace) && now >= options.PartitionFrom && now < options.PartitionTo;

    /// <summary>When a message between a client and a site arrives: over a connection that loses and doubles nothing.</summary>
    public long Arrival(int from, int to, long now) => (IsCut(from, to, now) ? options.PartitionTo : now) + Delay(from, to);

    /// <summary>When a message between sites arrives; what is lost, or cut off, is sent again until it does.</summary>
    public long LossyArrival(int from, int to, long now)
    {
        long time = now;
        for (int losses = 0; losses < MostLosses && random.NextDouble() < options.Loss; losses++) time += 3 * Latency(from, to);
        return Arrival(from, to, time);
    }

    /// <summary>Whether a message arrives twice.</summary>
    public bool Doubles() => random.NextDouble() < options.Duplicates;

    private long Delay(int from, int to) => (long)(Latency(from, to) * (1 + (options.Jitter * random.NextDouble())));

    private int Latency(int from, int to) => from == to ? options.Local : from == FarPlace || to == FarPlace ? options.Far : options.Near;
}
