using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Batches of machine code.</summary>
internal sealed class NativeBatches : SearchedBatches, IDisposable
{
    private readonly LitmusProgram program;
    private readonly int[] widths;
    private readonly IReadOnlyList<BatchShape> shapes;
    private readonly NativeCells?[] cells;
    private readonly NativeCounter[] counters;

    /// <summary>Assembles <paramref name="program"/>.</summary>
    /// <exception cref="NotSupportedException">The test cannot run; the message says why.</exception>
    public NativeBatches(LitmusProgram program, IReadOnlyList<BatchShape> shapes, IReadOnlyList<ThreadSharing> sharings, int seed)
        : base(program, shapes, sharings, seed)
    {
        (this.program, this.shapes) = (program, shapes);
        widths = NativeCheck.Widths(program);
        cells = new NativeCells?[shapes.Count];
        counters = [.. Enumerable.Range(0, Workers).Select(_ => new NativeCounter(program))];
        Prepare(0);
    }

    /// <inheritdoc/>
    protected override long Satisfied => counters.Sum(counter => counter.Satisfied);

    /// <inheritdoc/>
    public override void AddTo(Dictionary<StateKey, long> total)
    {
        foreach (NativeCounter counter in counters) counter.AddTo(total);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeCells? own in cells) own?.Dispose();
    }

    /// <inheritdoc/>
    protected override void Prepare(int shape) => cells[shape] ??= new NativeCells(program, shapes[shape], widths);

    /// <inheritdoc/>
    protected override void RunBody(int shape, int thread, int fences, int start, int end) => cells[shape]!.Run(thread, fences, start, end);

    /// <inheritdoc/>
    protected override void FoldPart(int shape, int worker, int start, int end) => cells[shape]!.Fold(start, end, counters[worker]);
}
