using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Batches of machine code, in the shapes that <see cref="ShapeSearch"/> finds to yield most.</summary>
internal sealed class NativeBatches : IBatches, IDisposable
{
    private readonly LitmusProgram program;
    private readonly int[] widths;
    private readonly IReadOnlyList<BatchShape> shapes;
    private readonly NativeCells?[] cells;
    private readonly NativeCounter[] counters;
    private readonly ShapeSearch search;
    private readonly NativeCells[] running;
    private readonly int[] sizes;
    private NativeCells next;
    private int nextSize;

    /// <summary>Assembles <paramref name="program"/>.</summary>
    /// <exception cref="NotSupportedException">The test cannot run; the message says why.</exception>
    public NativeBatches(LitmusProgram program, IReadOnlyList<BatchShape> shapes, int seed)
    {
        (this.program, this.shapes) = (program, shapes);
        widths = NativeCheck.Widths(program);
        cells = new NativeCells?[shapes.Count];
        Threads = program.Threads.Count;
        counters = [.. Enumerable.Range(0, Threads).Select(_ => new NativeCounter(program))];
        search = new ShapeSearch(shapes.Count, seed, new StopwatchTime());
        cells[0] = next = new NativeCells(program, shapes[0], widths);
        running = [.. Enumerable.Repeat(next, Threads)];
        sizes = new int[Threads];
    }

    /// <inheritdoc/>
    public int Threads { get; }

    /// <summary>When the condition was first satisfied, since the first batch; null when it was not.</summary>
    public TimeSpan? FirstSatisfied => search.FirstYield;

    /// <summary>The shape that yielded most.</summary>
    public BatchShape Best => shapes[search.Best];

    /// <inheritdoc/>
    public int Next()
    {
        // The counts of other threads may lack those of the batch they still fold; the search averages over many batches.
        int shape = search.Next(counters.Sum(counter => counter.Satisfied));
        next = cells[shape] ??= new NativeCells(program, shapes[shape], widths);
        return nextSize = shapes[shape].Size;
    }

    /// <inheritdoc/>
    public void Run(int thread)
    {
        // plain: both were written before the meeting that began this batch; kept for the fold, during which thread 0 may choose anew.
        (running[thread], sizes[thread]) = (next, nextSize);
        running[thread].Run(thread);
    }

    /// <inheritdoc/>
    public void Fold(int thread, int share) =>
        running[thread].Fold((int)((long)sizes[thread] * share / Threads), (int)((long)sizes[thread] * (share + 1) / Threads), counters[thread]);

    /// <inheritdoc/>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        foreach (NativeCounter counter in counters) counter.AddTo(total);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeCells? own in cells) own?.Dispose();
    }
}
