namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>A schedule that was recorded.</summary>
/// <param name="steps">The events.</param>
/// <param name="failing">The thread that fails after them, or -1.</param>
internal sealed class Replay(IReadOnlyList<Step> steps, int failing) : Schedule
{
    private int next;

    /// <inheritdoc/>
    public override void Begin() => next = 0;

    /// <inheritdoc/>
    public override int NextThread(ReadOnlySpan<int> ready)
    {
        // What is left to do after the last event is to fail, or to find that nobody can go on.
        if (next == steps.Count) return failing < 0 ? ready[0] : ready.Contains(failing) ? failing : -1;
        return ready.Contains(steps[next].Thread) ? steps[next].Thread : throw new ReplayException(next);
    }

    /// <inheritdoc/>
    public override int Choose(int thread, ReadOnlySpan<int> distances)
    {
        if (next == steps.Count || steps[next].Thread != thread) throw new ReplayException(next);
        int distance = steps[next].Distance;
        int choice = distance == 0 ? -1 : distances.IndexOf(distance);
        if (distance != 0 && choice < 0) throw new ReplayException(next);
        next++;
        return choice;
    }
}
