using MemoryModelLab.Hardware.Harness;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>Batches of compiled C#.</summary>
internal sealed class CompiledBatches : SearchedBatches
{
    private readonly CompiledHarness harness;
    private readonly CompiledShape[] shapes;
    private readonly StateCounter[] counters;

    /// <summary>Batches of <paramref name="harness"/>, which has cells for all <paramref name="shapes"/>.</summary>
    public CompiledBatches(CompiledHarness harness, LitmusProgram program, IReadOnlyList<BatchShape> shapes, IReadOnlyList<ThreadSharing> sharings, int seed)
        : base(program, shapes, sharings, seed)
    {
        this.harness = harness;
        this.shapes = [.. shapes.Select(shape => CompiledShape.Of(shape, harness.RowSize, harness.Source.Locations))];
        PropositionEvaluator? condition = program.Condition is { } c ? new PropositionEvaluator(c.Proposition, program) : null;
        int[] satisfying = StateCounter.Satisfying(harness.Source, condition);
        counters = [.. Enumerable.Range(0, Workers).Select(_ => new StateCounter(harness.Source, condition, satisfying))];
    }

    /// <summary>Iterations in which a thread ended by following a null reference.</summary>
    public long Failed => counters.Sum(counter => counter.Failed);

    /// <summary>Those among them that are not counted.</summary>
    public long Lost => counters.Sum(counter => counter.Lost);

    /// <inheritdoc/>
    protected override long Satisfied => counters.Sum(counter => counter.Satisfied);

    /// <inheritdoc/>
    public override void AddTo(Dictionary<StateKey, long> total)
    {
        foreach (StateCounter counter in counters) counter.AddTo(total);
    }

    /// <inheritdoc/>
    protected override void Prepare(int shape)
    {
        // All shapes use the harness's cells, each sets back what it used.
    }

    /// <inheritdoc/>
    protected override void RunBody(int shape, int thread, int fences, int start, int end) => harness.Run[thread](start, end, shapes[shape].Stride, shapes[shape].Gap, fences);

    /// <inheritdoc/>
    protected override void FoldPart(int shape, int worker, int start, int end) => counters[worker].Fold(harness, shapes[shape], start, end);
}
