using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Native;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Perpetual;

/// <summary>
/// Perpetual runs as batches: a batch is as many iterations as have room for their values; within it no thread ever waits for another.
/// </summary>
internal sealed unsafe class PerpetualBatches : ISearched, IDisposable
{
    /// <summary>
    /// Iterations between two meetings: enough for a meeting to cost next to nothing, and few enough for the values of all threads to stay in the second
    /// level of a core's cache while they are counted.
    /// </summary>
    private const int Iterations = 1 << 15;

    private const int LargestCode = 1 << 15;

    private static readonly PerpetualShape[] Shapes =
    [
        .. from pace in (int[])[0, 1, 2] from gap in (int[])[512, 64, 8] select new PerpetualShape(1, gap, pace),
        .. from rows in (int[])[8, 32, 64, 128] from gap in (int[])[512, 0] select new PerpetualShape(rows, gap, 0),
    ];

    private readonly PerpetualTest test;
    private readonly PerpetualCounter counter;
    private readonly Pages cells;
    private readonly Pages[][] code;
    private readonly int[][] values;
    private readonly long[][] counts;
    private readonly long[] satisfied;
    private readonly ShapeSearch search;

    // What each worker's values were read on: when it counts, the shape may be the next one's already.
    private readonly int[] rows;
    private int shape;

    /// <summary>Assembles <paramref name="test"/>.</summary>
    public PerpetualBatches(PerpetualTest test, int seed)
    {
        this.test = test;
        LitmusProgram program = test.Program;
        int width = NativeCheck.Widths(program).Max();
        Workers = program.Threads.Count;
        counter = new PerpetualCounter(test, Iterations);
        CellLayout[] layouts = [.. Shapes.Select(shape => shape.Layout(program, width))];
        cells = Pages.ForData((nuint)Shapes.Zip(layouts).Max(shape => shape.Second.Bytes(shape.First.Rows)));
        values = [.. Enumerable.Range(0, Workers).Select(thread => GC.AllocateArray<int>(Iterations * Math.Max(1, test.LoadsOf(thread).Count), pinned: true))];
        counts = [.. Enumerable.Range(0, Workers).Select(_ => new long[counter.States])];
        satisfied = new long[Workers];
        rows = new int[Workers];
        code = [.. Shapes.Zip(layouts).Select(shape => Assemble(shape.First, shape.Second))];
        search = new ShapeSearch([Shapes.Length], seed, new StopwatchTime());
    }

    /// <inheritdoc/>
    public int Workers { get; }

    /// <inheritdoc/>
    public TimeSpan? FirstSatisfied => search.FirstYield;

    /// <inheritdoc/>
    public string Best => $"perpetual, {Shapes[search.Best]}";

    /// <inheritdoc/>
    public int Next()
    {
        // The threads have left their loops; those that still count look at the values, and at how many rows they were read on.
        shape = search.Next(satisfied.Sum());
        new Span<byte>(cells.Start, (int)cells.Size).Clear();
        return Iterations;
    }

    /// <inheritdoc/>
    public void Run(int worker)
    {
        rows[worker] = Shapes[shape].Rows;
        fixed (int* first = values[worker])
        {
            ((delegate* unmanaged<int*, int*, void>)code[shape][worker].Start)(first, first + Iterations);
        }
    }

    /// <inheritdoc/>
    public void Fold(int worker, int share)
    {
        counter.Count(values, rows[worker], share, Workers, counts[worker]);
        satisfied[worker] = counter.Satisfied(counts[worker]);
    }

    /// <inheritdoc/>
    public void AddTo(Dictionary<StateKey, long> total)
    {
        int declared = StateValues.DeclaredCount(test.Program);
        for (int state = 0; state < counter.States; state++)
        {
            long times = counts.Sum(count => count[state]);
            if (times == 0) continue;
            var key = new StateKey([.. counter.StateOf(state).Select((value, part) => StateValues.Canonical(value, test.Program.Observed[part], declared))]);
            total[key] = total.GetValueOrDefault(key) + times;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cells.Dispose();
        foreach (Pages pages in code.SelectMany(thread => thread)) pages.Dispose();
    }

    private Pages[] Assemble(PerpetualShape shape, CellLayout layout) =>
        [.. Enumerable.Range(0, Workers).Select(thread => Pages.ForCode(LargestCode, start => PerpetualLoop.Assemble(test, Iterations, thread, layout, shape, (ulong)cells.Start, start)))];
}
