using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>
/// Any thread, any store, at any time: every execution can come, none is sought. How often threads change, and how often another store than the
/// last is taken, is drawn anew for each execution, since what finds one fault hides another.
/// </summary>
internal sealed class RandomWalk(RandomNumbers random) : Schedule
{
    private const int MostBits = 6;

    private int switching;
    private int straying;
    private int running;

    /// <inheritdoc/>
    public override void Begin() => (switching, straying, running) = (random.Below(MostBits), 1 + random.Below(MostBits), -1);

    /// <inheritdoc/>
    public override int NextThread(ReadOnlySpan<int> ready)
    {
        if (!ready.Contains(running) || random.OneIn(1 << switching)) running = ready[random.Below(ready.Length)];
        return running;
    }

    /// <inheritdoc/>
    public override int Choose(int thread, ReadOnlySpan<int> distances) =>
        distances.Length > 0 && random.OneIn(1 << straying) ? random.Below(distances.Length) : -1;
}
