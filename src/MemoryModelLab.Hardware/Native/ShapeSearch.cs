using System.Diagnostics;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// Finds, while running, the shape that yields most: a bandit with as many arms as shapes. Each arm is pulled for a slice of time; first all
/// in turn, then mostly the one with the highest yield a second so far, and one time in sixteen another, for what is best changes with what else
/// the machine does: old slices count ever less. As long as nothing yields anything, all arms are pulled alike.
/// </summary>
/// <param name="arms">How many arms.</param>
/// <param name="seed">Seeds the choice of the arms that are tried again.</param>
/// <param name="time">The time.</param>
internal sealed class ShapeSearch(int arms, int seed, StopwatchTime time)
{
    private const int ExploreOneIn = 16;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);

    private readonly Random random = new(seed);
    private readonly double[] rates = new double[arms];
    private readonly bool[] tried = new bool[arms];
    private TimeSpan sliceStart;
    private long yieldAtStart;
    private int current = -1;
    private int turn;

    /// <summary>When something was first yielded; null when nothing was.</summary>
    public TimeSpan? FirstYield { get; private set; }

    /// <summary>The arm with the highest rate.</summary>
    public int Best => Array.IndexOf(rates, rates.Max());

    /// <summary>The arm to pull next.</summary>
    /// <param name="yielded">What was yielded up to now.</param>
    public int Next(long yielded)
    {
        TimeSpan now = time.Elapsed;
        if (yielded > 0) FirstYield ??= now;
        if (current >= 0 && now - sliceStart < Slice) return current;
        if (current >= 0)
        {
            double rate = (yielded - yieldAtStart) / (now - sliceStart).TotalSeconds;
            rates[current] = tried[current] ? (rates[current] + rate) / 2 : rate;
            tried[current] = true;
        }

        bool inTurn = tried.Contains(false) || FirstYield is null || random.Next(ExploreOneIn) == 0;
        current = inTurn ? turn++ % arms : Best;
        sliceStart = time.Elapsed;
        yieldAtStart = yielded;
        return current;
    }
}

/// <summary>The time since it was made.</summary>
internal class StopwatchTime
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>The time.</summary>
    public virtual TimeSpan Elapsed => clock.Elapsed;
}
