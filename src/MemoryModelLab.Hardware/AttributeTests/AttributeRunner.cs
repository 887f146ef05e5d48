using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>Attribute tests as litmus tests, and on this machine's cores.</summary>
public static class AttributeRunner
{
    /// <summary>The litmus test that the class <paramref name="name"/> is; see <see cref="AttributeTranslation.WhyNotChecked"/>.</summary>
    /// <exception cref="AttributeTestException">It is not as a test must be.</exception>
    public static LitmusTest Parse(string name)
    {
        using AttributeTest test = AttributeAssembly.Load(name);
        return AttributeTranslation.Translate(test, name);
    }

    /// <summary>Runs the class <paramref name="name"/>.</summary>
    /// <param name="name">As <see cref="AttributeAssembly.Find"/> gives it.</param>
    /// <param name="program">What <see cref="Parse"/> gave, lowered.</param>
    /// <param name="options">How long, and in what portions.</param>
    /// <param name="cancellation">Ends the run at the next batch's end.</param>
    public static HardwareResult Run(string name, LitmusProgram program, HardwareOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        AttributeTest test = AttributeAssembly.Load(name);
        program = WithoutArbiter(program, test);
        int[] order = [.. program.Observed.Select(observed => test.Results.Select(AttributeTranslation.NameOf).ToList().IndexOf(program.Locations[observed.Index].Name))];
        IReadOnlyList<int> processors = ThreadPlacement.Available();

        // A body of which no model knows may wait for another.
        IReadOnlyList<ThreadSharing> sharings = AttributeTranslation.WhyNotChecked(program.Test) is null ? ModeSearch.Sharings(program, processors, options.Seed) : [ThreadSharing.None(test.Threads.Count)];
        IReadOnlyList<BatchShape> shapes = options.Iterations is null ? BatchShape.Instances : [new BatchShape(options.BatchSize, CellSpacing.Together, 0)];
        InstanceBatches? batches = null;
        var search = new ModeSearch(program, options, cancellation);
        search.Add(() => batches = new InstanceBatches(test, program, shapes, sharings, order, options.Seed), processors);
        HardwareResult result = search.Run();
        string[] notes =
        [
            .. result.Notes,
            .. test.Assembly.IsDebug ? (string[])[$"{Path.GetFileName(test.Assembly.Path)} was compiled for debugging, so its code is not optimised; build it with -c Release"] : [],
        ];

        // Code that still runs keeps its assembly.
        if (result.Status != HardwareStatus.Stuck) test.Dispose();
        return result with { Notes = notes, Failure = batches!.Failed > 0 ? new HardwareFailure(batches.Failed, batches.Failure!) : null };
    }

    // It has a thread of its own in what the models are asked; here it runs where the outcomes are counted.
    private static LitmusProgram WithoutArbiter(LitmusProgram program, AttributeTest test) => program.Threads.Count == test.Threads.Count ? program : new LitmusProgram
    {
        Test = program.Test,
        Locations = program.Locations,
        Threads = [.. program.Threads.Take(test.Threads.Count)],
        Observed = program.Observed,
        Condition = program.Condition,
    };
}
