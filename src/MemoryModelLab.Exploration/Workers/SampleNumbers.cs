namespace MemoryModelLab.Exploration.Workers;

/// <summary>The numbers of the executions to be drawn, shared by the workers.</summary>
internal sealed class SampleNumbers(long count)
{
    private long next;
    private volatile bool stopped;

    /// <summary>The next number; null when there is none.</summary>
    public long? Next() => !stopped && Interlocked.Increment(ref next) - 1 is var number && number < count ? number : null;

    /// <summary>What is left of them.</summary>
    public double Share => 1 - Math.Min(1, (double)Volatile.Read(ref next) / count);

    /// <summary>There are no more.</summary>
    public void Stop() => stopped = true;
}
