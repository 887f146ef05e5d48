using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Perpetual;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Runs a test in assembly in the modes that suit it.</summary>
internal static class NativeRun
{
    /// <summary>Runs <paramref name="program"/> for as long as <paramref name="options"/> say.</summary>
    /// <exception cref="NotSupportedException">It cannot run; the message says why.</exception>
    public static HardwareResult Run(LitmusProgram program, HardwareOptions options, IReadOnlyList<int> processors, CancellationToken cancellation)
    {
        string reason = "";
        PerpetualTest? perpetual = options.Mode is HardwareMode.Batched or HardwareMode.Timed ? null : PerpetualRecognition.Recognise(program, out reason);
        bool timed = options.Mode == HardwareMode.Timed;
        IReadOnlyList<ThreadSharing> sharings = timed ? [ThreadSharing.None(program.Threads.Count)] : ModeSearch.Sharings(program, processors, options.Seed);
        IReadOnlyList<BatchShape> shapes = timed ? BatchShape.Timed : sharings.Count > 1 ? BatchShape.Shorter(BatchShape.Few(BatchShape.All)) : BatchShape.All;

        // A given number of iterations is counted in the mode whose iterations are the test's own; and threads that wait for a core, one for another,
        // do not meet in a loop without end.
        bool batched = perpetual is null || (options.Mode == HardwareMode.Auto && (options.Iterations is not null || sharings[0].IsShared));
        var search = new ModeSearch(program, options, cancellation);
        foreach (IReadOnlyList<int> placement in options.Iterations is null ? new Topology(processors).Placements() : [processors])
        {
            if (batched || options.Mode == HardwareMode.Auto) search.Add(() => new NativeBatches(program, shapes, sharings, options.Seed), placement);
            if (!batched) search.Add(() => new PerpetualBatches(perpetual!, options.Seed), placement);
        }

        HardwareResult result = search.Run();
        return options.Mode == HardwareMode.Perpetual && perpetual is null ? result with { Notes = [.. result.Notes, reason] } : result;
    }
}
