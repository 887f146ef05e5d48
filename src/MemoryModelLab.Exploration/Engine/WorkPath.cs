namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Where in the search an alternative is: the numbers of the alternatives to take, one after the other, from the beginning. A number
/// counts what was queued since the alternative before was taken. Since runs are a function of the graph, whoever follows the path gets
/// there, whatever objects and locations are called there: so alternatives can be handed to another worker, or kept in a file.
/// </summary>
/// <remarks>
/// <para>A graph's queue is worked off from its end. Taking the alternative at index <c>i</c> without leaving the graph begins a stage: what is
/// queued from then on lies from <c>i</c> on. A stage is over when something below is taken. So those under way whose base is at most
/// <c>p</c> are just the ones the alternative at index <c>p</c> came after.</para>
/// <para>Of the whole search, the alternatives queued in a stage share equally what the stage is of it. What is left to do is so known as a
/// share at any time, though not as a number.</para>
/// </remarks>
internal sealed class WorkPath
{
    private (int Base, int Number, int Queued)[] stages = new (int, int, int)[16];
    private int count;

    /// <summary>The index, in the queue of the graph before, of the alternative this graph began with.</summary>
    public int Origin { get; private set; }

    /// <summary>A graph begins, and its first stage.</summary>
    public void Restart(int origin)
    {
        Origin = origin;
        count = 1;
        stages[0] = default;
    }

    /// <summary>The alternative at an index, the last in the queue, is taken: the stages that began above it are over.</summary>
    public void Leave(int index)
    {
        while (stages[count - 1].Base > index) count--;
        ref var stage = ref stages[count - 1];
        if (stage.Queued == 0) stage.Queued = index + 1 - stage.Base;
    }

    /// <summary>The alternative at an index, the last in the queue, is taken, in this graph.</summary>
    public void Enter(int index)
    {
        Leave(index);
        if (count == stages.Length) Array.Resize(ref stages, 2 * count);
        stages[count] = (index, index - stages[count - 1].Base, 0);
        count++;
    }

    /// <summary>Adds the way to the alternative at an index.</summary>
    public void AddTo(List<int> path, int index)
    {
        int last = StageOf(index);
        for (int i = 1; i <= last; i++) path.Add(stages[i].Number);
        path.Add(index - stages[last].Base);
    }

    /// <summary>Adds the way to the last stage; returns where in the queue that begins, and what it is of a search of which this graph is <paramref name="share"/>.</summary>
    public (int Base, double Share) AddStages(List<int> path, double share)
    {
        for (int i = 1; i < count; i++)
        {
            path.Add(stages[i].Number);
            share /= QueuedIn(i - 1, stages[i].Base + 1);
        }

        return (stages[count - 1].Base, share);
    }

    /// <summary>What the alternative at an index is of a search of which this graph is <paramref name="share"/>.</summary>
    /// <param name="share">The graph's share.</param>
    /// <param name="index">The index.</param>
    /// <param name="end">How long the queue is.</param>
    public double ShareOf(double share, int index, int end)
    {
        int last = StageOf(index);
        for (int i = 0; i <= last; i++) share /= QueuedIn(i, end);
        return share;
    }

    /// <summary>What the alternatives from an index on are of a search of which this graph is <paramref name="share"/>.</summary>
    public double ShareFrom(double share, int floor, int end)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            int next = i + 1 < count ? stages[i + 1].Base : end;
            share /= QueuedIn(i, end);
            sum += share * Math.Max(0, next - Math.Max(floor, stages[i].Base));
        }

        return sum;
    }

    /// <summary>The stage that queued the alternative at an index.</summary>
    private int StageOf(int index)
    {
        int stage = count - 1;
        while (stages[stage].Base > index) stage--;
        return stage;
    }

    private int QueuedIn(int stage, int end) => Math.Max(1, stages[stage].Queued > 0 ? stages[stage].Queued : end - stages[stage].Base);
}
