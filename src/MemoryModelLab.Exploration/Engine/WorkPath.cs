namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Where in the search an alternative is: the numbers of the alternatives to take, one after the other, from the beginning. A number
/// counts what was queued since the alternative before was taken. Since runs are a function of the graph, whoever follows the path gets
/// there, whatever objects and locations are called there: so alternatives can be handed to another worker, or kept in a file.
/// </summary>
/// <remarks>
/// A graph's queue is worked off from its end. Taking the alternative at index <c>i</c> without leaving the graph begins a stage: what is
/// queued from then on lies from <c>i</c> on. A stage is over when something below is taken. So those under way whose base is at most
/// <c>p</c> are just the ones the alternative at index <c>p</c> came after.
/// </remarks>
internal sealed class WorkPath
{
    private (int Base, int Number)[] stages = new (int, int)[16];
    private int count;

    /// <summary>The index, in the queue of the graph before, of the alternative this graph began with.</summary>
    public int Origin { get; private set; }

    /// <summary>A graph begins.</summary>
    public void Restart(int origin) => (count, Origin) = (0, origin);

    /// <summary>The stages that began above an index are over.</summary>
    public void Leave(int index)
    {
        while (count > 0 && stages[count - 1].Base > index) count--;
    }

    /// <summary>The alternative at an index is taken, in this graph.</summary>
    public void Enter(int index)
    {
        Leave(index);
        if (count == stages.Length) Array.Resize(ref stages, 2 * count);
        stages[count] = (index, NumberOf(index));
        count++;
    }

    /// <summary>Adds the way to the alternative at an index.</summary>
    public void AddTo(List<int> path, int index)
    {
        int origin = 0;
        for (int i = 0; i < count && stages[i].Base <= index; i++)
        {
            path.Add(stages[i].Number);
            origin = stages[i].Base;
        }

        path.Add(index - origin);
    }

    private int NumberOf(int index) => count == 0 ? index : index - stages[count - 1].Base;
}
