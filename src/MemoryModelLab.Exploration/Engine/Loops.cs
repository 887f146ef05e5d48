namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Finds iterations without effect: a loop that comes to its head again in the same state, having only read, would do the same again for
/// as long as it reads the same. Instead of adding such iterations to the graph one by one, the thread waits for a change of what it
/// read: it goes on when a write revisits one of those reads.
/// </summary>
internal sealed class Loops(ProgramRunner runner)
{
    private readonly List<(int Loop, int Position, long State)> heads = [];

    /// <summary>A thread begins anew, in no loop.</summary>
    public void Restart() => heads.Clear();

    /// <summary>The head of a loop.</summary>
    public void Head(int loop, long state)
    {
        runner.Tick();
        int index = heads.FindLastIndex(head => head.Loop == loop);
        if (index < 0)
        {
            heads.Add((loop, runner.Position, state));
            return;
        }

        var (_, from, before) = heads[index];
        if (before == state && from == runner.Position) throw new EndlessLoopException(runner.Thread);
        if (before == state && runner.HasOnlyRead(from)) runner.Block(from);
        heads[index] = (loop, runner.Position, state);
        heads.RemoveRange(index + 1, heads.Count - index - 1);
    }

    /// <summary>The end of an iteration that is known to have had no effect.</summary>
    public void Spin()
    {
        int from = runner.Position;
        while (from > 0 && runner.HasOnlyRead(from - 1)) from--;
        if (from == runner.Position) throw new EndlessLoopException(runner.Thread);
        runner.Block(from);
    }
}
