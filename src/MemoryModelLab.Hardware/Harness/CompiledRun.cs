using System.Globalization;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>Runs a C# test as the JIT compiles it.</summary>
internal static class CompiledRun
{
    /// <summary>Runs <paramref name="program"/> for as long as <paramref name="options"/> say.</summary>
    /// <exception cref="NotSupportedException">It cannot run; the message says why.</exception>
    public static HardwareResult Run(LitmusProgram program, HardwareOptions options, IReadOnlyList<int> processors, CancellationToken cancellation)
    {
        // A given number of iterations makes batches of the size that was asked for.
        IReadOnlyList<ThreadSharing> sharings = ModeSearch.Sharings(program, processors, options.Seed);
        IReadOnlyList<BatchShape> shapes = options.Iterations is null ? sharings.Count > 1 ? BatchShape.Few(BatchShape.Compiled) : BatchShape.Compiled : [new BatchShape(options.BatchSize, CellSpacing.Apart, 0)];
        CompiledHarness harness = HarnessCompiler.Compile(program, shapes, options.Jit, cancellation);
        var all = new List<CompiledBatches>();
        var search = new ModeSearch(program, options, cancellation);
        foreach (IReadOnlyList<int> placement in options.Iterations is null ? new Topology(processors).Placements() : [processors])
        {
            search.Add(
                () =>
                {
                    all.Add(new CompiledBatches(harness, program, shapes, sharings, options.Seed));
                    return all[^1];
                },
                placement);
        }

        HardwareResult result = search.Run();

        // Code that still runs keeps its assembly.
        if (result.Status != HardwareStatus.Stuck && harness.Context.IsCollectible) harness.Context.Unload();
        string[] mode = options.Mode is HardwareMode.Perpetual or HardwareMode.Timed ? [$"C# tests run batched; the mode {options.Mode.ToString().ToLowerInvariant()} is for tests in assembly."] : [];
        return result with { Notes = [.. mode, .. result.Notes, .. Failures(all)] };
    }

    private static IEnumerable<string> Failures(List<CompiledBatches> batches)
    {
        long failed = batches.Sum(one => one.Failed), lost = batches.Sum(one => one.Lost);
        if (failed > 0) yield return $"In {failed.ToString(CultureInfo.InvariantCulture)} iterations a thread ended by following a null reference.";
        if (lost > 0) yield return $"{lost.ToString(CultureInfo.InvariantCulture)} of them are not counted: the thread assigns a local within an expression.";
    }
}
