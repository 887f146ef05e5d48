using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The events of a round that has changed nothing: whether it can follow on itself again and again, whatever other threads do meanwhile.</summary>
/// <param name="runner">The runner whose thread the round is of.</param>
/// <param name="from">The position of the first.</param>
/// <param name="to">The position after the last.</param>
internal readonly struct RoundEvents(ProgramRunner runner, int from, int to)
{
    /// <summary>Whether there is one access only.</summary>
    public bool AreOneAccess
    {
        get
        {
            int reads = 0;
            for (int at = from; at < to; at++)
                reads += EventAt(at).IsRead ? 1 : 0;
            return reads <= 1;
        }
    }

    /// <summary>
    /// Whether it accesses one location and finds there what one store has put: it can be repeated at once, and rounds before it that have seen something
    /// older can be replaced by repetitions of it.
    /// </summary>
    public bool AreOfOneLocation
    {
        get
        {
            int first = -1;
            for (int at = from; at < to; at++)
            {
                ref Event e = ref EventAt(at);
                if (!e.IsRead)
                    continue;
                if (first < 0)
                    first = at;
                ref Event earlier = ref EventAt(first);
                if (e.Location != earlier.Location || (e.ReadsFrom != earlier.ReadsFrom && !IsOwn(e.ReadsFrom)))
                    return false;
            }
            return true;
        }
    }

    /// <summary>
    /// Whether the round just before it, which began at a position, has read the same: what it read of several locations was then there all at once, between
    /// the two, where any number of such rounds fits. One alone may have read from one location what was there before it, and from another what came later.
    /// </summary>
    public bool Repeat(int before)
    {
        if (from - before != to - from)
            return false;
        for (int i = 0; i < to - from; i++)
        {
            ref Event earlier = ref EventAt(before + i);
            ref Event later = ref EventAt(from + i);
            if (earlier.Kind != later.Kind || earlier.Location != later.Location || later.IsWrite || (earlier.IsRead && earlier.ReadsFrom != later.ReadsFrom))
                return false;
        }
        return true;
    }

    private bool IsOwn(int store) =>
        store >= 0 && runner.Search.Graph.Events[store] is var writer && writer.Thread == runner.Thread && writer.Position >= from;

    private ref Event EventAt(int position) => ref runner.Search.Graph.Events[runner.Search.Graph.Threads[runner.Thread].Events[position]];
}
