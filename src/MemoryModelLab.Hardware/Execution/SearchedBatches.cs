using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Batches in the shapes, and with the threads sharing cores in the ways, that <see cref="ShapeSearch"/> finds to yield most.
/// </summary>
internal abstract class SearchedBatches : ISearched
{
    private readonly IReadOnlyList<BatchShape> shapes;
    private readonly IReadOnlyList<ThreadSharing> sharings;
    private readonly int[][] missing;
    private readonly ShapeSearch search;
    private readonly (int Arm, int Size)[] running;
    private readonly BatchSizes sizes = new();
    private readonly Action<int, int, int>[] bodies;
    private int next;
    private int size;

    /// <summary>Prepares the search.</summary>
    /// <param name="program">The test.</param>
    /// <param name="shapes">What is tried, the usual first.</param>
    /// <param name="sharings">Ways to share, all with as many workers.</param>
    /// <param name="seed">Seeds the search.</param>
    protected SearchedBatches(LitmusProgram program, IReadOnlyList<BatchShape> shapes, IReadOnlyList<ThreadSharing> sharings, int seed)
    {
        int[] fences = [.. program.Threads.Select(thread => thread.Code.Count(op => op is Op.Fence or Op.Store { Rmw: RmwRole.Atomic }))];
        missing = [.. sharings.Select(sharing => sharing.Missing(fences))];
        (this.shapes, this.sharings) = (shapes, sharings);
        Workers = sharings[0].Workers.Count;
        running = new (int, int)[Workers];
        search = new ShapeSearch([shapes.Count, sharings.Count], seed, new StopwatchTime());
        bodies = [.. Enumerable.Range(0, Workers).Select(worker => (Action<int, int, int>)((thread, start, end) => RunBody(running[worker].Arm % shapes.Count, thread, FencesBehind(running[worker].Arm, thread), start, end)))];
    }

    /// <inheritdoc/>
    public int Workers { get; }

    /// <inheritdoc/>
    public TimeSpan? FirstSatisfied => search.FirstYield;

    /// <inheritdoc/>
    public string Best => string.Join("; ", new[] { ShapeOf(search.Best).ToString(), SharingOf(search.Best).ToString() }.Where(words => words.Length > 0));

    /// <summary>How many of the states counted satisfy the condition; while another worker counts, roughly.</summary>
    protected abstract long Satisfied { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> ThreadsOf(int worker) => SharingOf(next).Workers[worker];

    /// <inheritdoc/>
    public int Next()
    {
        // The counts of other workers may lack those of the batch they still fold; the search averages over many batches.
        next = search.Next(Satisfied);
        Prepare(next % shapes.Count);

        // One shape alone is what was asked for.
        return size = shapes.Count == 1 ? shapes[0].Size : sizes.Next(ShapeOf(next).Size);
    }

    /// <inheritdoc/>
    public void Run(int worker)
    {
        // plain: it was written before the meeting that began this batch; kept for the fold, during which worker 0 may choose anew.
        running[worker] = (next, size);
        SharingOf(next).Run(worker, worker * ShapeOf(next).Ahead % size, size, bodies[worker]);
    }

    /// <inheritdoc/>
    public void Fold(int worker, int share)
    {
        (int arm, int all) = running[worker];
        FoldPart(arm % shapes.Count, worker, (int)((long)all * share / Workers), (int)((long)all * (share + 1) / Workers));
    }

    /// <inheritdoc/>
    public abstract void AddTo(Dictionary<StateKey, long> total);

    /// <summary>Makes ready what batches of this shape need. Called by one worker, while others may still fold the batch before.</summary>
    protected abstract void Prepare(int shape);

    /// <summary>Runs a thread's iterations from <paramref name="start"/> up to <paramref name="end"/>, each with so many fences behind it.</summary>
    protected abstract void RunBody(int shape, int thread, int fences, int start, int end);

    /// <summary>Counts iterations from <paramref name="start"/> up to <paramref name="end"/>, and sets their cells back.</summary>
    protected abstract void FoldPart(int shape, int worker, int start, int end);

    private int FencesBehind(int arm, int thread) => ShapeOf(arm).Paced ? missing[arm / shapes.Count][thread] : 0;

    private BatchShape ShapeOf(int arm) => shapes[arm % shapes.Count];

    private ThreadSharing SharingOf(int arm) => sharings[arm / shapes.Count];
}
