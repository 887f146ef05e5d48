using System.Diagnostics;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Finds, while running, the parameters that yield most: a bandit whose arms are the combinations of choices. Each arm is pulled for a slice of
/// time. As long as nothing yields anything, all arms are pulled alike, for less time each, and neighbours far apart. From then on mostly the arm with the highest
/// yield a second so far; of the other pulls, half change one choice of it, and half go on in turn. They are every second pull at first and one in
/// sixteen later, for what is best changes with what else the machine does: old slices count ever less.
/// </summary>
/// <param name="choices">How many values each parameter has.</param>
/// <param name="seed">Seeds the choice of the arms that are tried.</param>
/// <param name="time">The time.</param>
internal sealed class ShapeSearch(IReadOnlyList<int> choices, int seed, StopwatchTime time)
{
    private const int ExploreFirst = 24;
    private const int ExploreOneIn = 16;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    private readonly int arms = choices.Aggregate(1, (product, count) => product * count);
    private readonly Random random = new(seed);
    private readonly Dictionary<int, double> rates = [];
    private TimeSpan sliceStart;
    private long yieldAtStart;
    private int current = -1;
    private int turn;

    /// <summary>When something was first yielded; null when nothing was.</summary>
    public TimeSpan? FirstYield { get; private set; }

    /// <summary>The arm with the highest rate: the first choice's number, plus the second's times the first's count, and so on.</summary>
    public int Best => rates.Count == 0 ? 0 : rates.MaxBy(rate => rate.Value).Key;

    /// <summary>The arm to pull next.</summary>
    /// <param name="yielded">What was yielded up to now.</param>
    public int Next(long yielded)
    {
        TimeSpan now = time.Elapsed;
        if (yielded > 0) FirstYield ??= now;
        if (current >= 0 && now - sliceStart < (FirstYield is null ? Glance : Slice)) return current;
        if (current >= 0)
        {
            double rate = (yielded - yieldAtStart) / (now - sliceStart).TotalSeconds;
            rates[current] = rates.TryGetValue(current, out double before) ? (before + rate) / 2 : rate;
        }

        current = Choose();
        sliceStart = time.Elapsed;
        yieldAtStart = yielded;
        return current;
    }

    private int Choose()
    {
        if (FirstYield is null) return InTurn();
        bool isNew = rates.Count < Math.Min(arms, ExploreFirst);
        if (random.Next(isNew ? 2 : ExploreOneIn) != 0) return Best;
        return random.Next(2) == 0 ? InTurn() : Neighbour(Best);
    }

    // The golden ratio of all: whatever parameters the numbers stand for, successive arms differ in them. All come by, since the step shares
    // no factor with their number.
    private int InTurn()
    {
        int step = Math.Max(1, (int)(arms * 0.618));
        while (GreatestCommonDivisor(step, arms) != 1) step++;
        return (int)((long)turn++ % arms * step % arms);
    }

    private int Neighbour(int arm)
    {
        int parameter = random.Next(choices.Count), unit = 1;
        for (int before = 0; before < parameter; before++) unit *= choices[before];
        int value = arm / unit % choices[parameter];
        return arm + ((random.Next(choices[parameter]) - value) * unit);
    }

    private static int GreatestCommonDivisor(int left, int right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}

/// <summary>The time since it was made.</summary>
internal class StopwatchTime
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>The time.</summary>
    public virtual TimeSpan Elapsed => clock.Elapsed;
}
