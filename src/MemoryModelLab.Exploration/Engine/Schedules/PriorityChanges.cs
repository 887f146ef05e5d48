using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>
/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of
/// finding bugs", ASPLOS 2010): threads have priorities, drawn at random, and the highest that can go on does; at <paramref name="depth"/> - 1
/// events, drawn at random, the running thread falls below all others. A fault that needs that many ordered events, in a program of n threads
/// and k events, is met with a probability of at least 1 / (n · k^(depth - 1)).
/// </summary>
/// <remarks>
/// Under weak memory a change can be of another kind: half of the time, a read or a write that has other stores to take takes one of them, and
/// the thread stays where it is. The probability above is proved of interleavings only.
/// </remarks>
internal sealed class PriorityChanges(RandomNumbers random, int depth) : Schedule
{
    private readonly List<int> byPriority = [];
    private readonly HashSet<int> changes = [];
    private int events;

    /// <summary>How many events an execution is taken to have; as long as it is 0, nothing changes.</summary>
    public int Length { get; set; }

    /// <inheritdoc/>
    public override void Begin()
    {
        events = 0;
        byPriority.Clear();
        changes.Clear();
        for (int i = 1; i < depth && Length > 0; i++) changes.Add(random.Below(Length));
    }

    /// <inheritdoc/>
    public override int NextThread(ReadOnlySpan<int> ready)
    {
        foreach (int thread in ready)
            if (!byPriority.Contains(thread)) byPriority.Insert(random.Below(byPriority.Count + 1), thread);
        foreach (int thread in byPriority)
            if (ready.Contains(thread)) return thread;
        return -1;
    }

    /// <inheritdoc/>
    public override int Choose(int thread, ReadOnlySpan<int> distances)
    {
        if (!changes.Contains(events++)) return -1;
        if (distances.Length > 0 && random.OneIn(2)) return random.Below(distances.Length);
        byPriority.Remove(thread);
        byPriority.Add(thread);
        return -1;
    }
}
