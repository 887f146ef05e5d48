namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>
/// What is left open when a single execution is run rather than all explored: which thread adds the next event, and which of its
/// alternatives each event is. Events are added in an order in which they can happen, so that nothing is ever revisited.
/// </summary>
internal abstract class Schedule
{
    /// <summary>An execution begins.</summary>
    public abstract void Begin();

    /// <summary>The thread that adds the next event, one of those that can go on; -1 to end the execution here.</summary>
    public abstract int NextThread(ReadOnlySpan<int> ready);

    /// <summary>
    /// Which alternative an event just added is; asked of each event. An alternative is how far its store is from the last in coherence order: of a read the store it
    /// reads, of a write the store it comes after.
    /// </summary>
    /// <param name="thread">The thread that added it.</param>
    /// <param name="distances">The alternatives, beside the last store; none of a fence, a start or a join.</param>
    /// <returns>The index of an alternative, or -1 for the last store.</returns>
    public abstract int Choose(int thread, ReadOnlySpan<int> distances);
}
