using System.Globalization;
using System.Runtime.InteropServices;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Harness;
using MemoryModelLab.Hardware.Native;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using Architecture = MemoryModelLab.Litmus.Architecture;

namespace MemoryModelLab.Hardware;

/// <summary>Runs litmus tests on this machine's cores.</summary>
public static class HardwareRunner
{
    /// <summary>Whether tests of <paramref name="architecture"/> run on this machine.</summary>
    public static bool Runs(Architecture architecture) => architecture == Architecture.CSharp || NativeCheck.IsNative(architecture);

    /// <summary>Whether a test's language runs here; otherwise <paramref name="reason"/> says why not, as a sentence.</summary>
    public static bool Supports(LitmusTest test, out string reason)
    {
        ArgumentNullException.ThrowIfNull(test);
        reason = test.Architecture switch
        {
            Architecture.CSharp => "",
            Architecture.C => "C threads do not run here: this project compiles C# only",
            _ when NativeCheck.IsNative(test.Architecture) => "",
            _ => $"{test.Architecture} code does not run on this {RuntimeInformation.ProcessArchitecture} machine; C# tests do, and code of its own",
        };
        return reason.Length == 0;
    }

    /// <summary>Runs <paramref name="test"/> for as long as <paramref name="options"/> say.</summary>
    /// <param name="test">The test.</param>
    /// <param name="program">The test lowered: says what is observed, and what stands for an object.</param>
    /// <param name="options">How long, and in what portions.</param>
    /// <param name="cancellation">Ends the run at the next batch's end; the result then holds what was counted.</param>
    /// <exception cref="NotSupportedException">This machine cannot run the test; the message says why.</exception>
    /// <exception cref="LitmusException">The test is wrong.</exception>
    public static HardwareResult Run(LitmusTest test, LitmusProgram program, HardwareOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, 1 << 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TimeBudget, TimeSpan.Zero);
        if (!Supports(test, out string reason)) throw new NotSupportedException(reason);

        IReadOnlyList<int> processors = ThreadPlacement.Available();
        return test.Architecture == Architecture.CSharp ? CompiledRun.Run(program, options, processors, cancellation) : NativeRun.Run(program, options, processors, cancellation);
    }

    /// <summary>Runs <paramref name="batches"/> of <paramref name="program"/>.</summary>
    internal static HardwareResult Run(LitmusProgram program, IBatches batches, HardwareOptions options, IReadOnlyList<int> processors, CancellationToken cancellation)
    {
        using var run = new BatchRun(batches, options, processors);
        HardwareStatus status = run.Run(cancellation);
        TimeSpan elapsed = run.Elapsed;
        var total = new Dictionary<StateKey, long>();
        batches.AddTo(total);
        return new HardwareResult
        {
            Status = status,
            Outcomes = [.. total.Select(entry => new HardwareOutcome(entry.Key.Values, entry.Value)).OrderByDescending(outcome => outcome.Count)],
            Iterations = total.Values.Sum(),
            Elapsed = elapsed,
            Cores = [.. Enumerable.Range(0, processors.Count == 0 ? 0 : batches.Workers).Select(worker => processors[worker % processors.Count])],
            Notes = [.. Notes(run, status, processors, program.Threads.Count, batches.Workers, program.Architecture == Architecture.CSharp)],
        };
    }

    private static IEnumerable<string> Notes(BatchRun run, HardwareStatus status, IReadOnlyList<int> processors, int threads, int workers, bool isCompiled)
    {
        if (status == HardwareStatus.Stuck)
        {
            string stuck = string.Join(" and ", run.StuckThreads.Select(thread => $"P{thread.ToString(CultureInfo.InvariantCulture)}"));
            if (run.WasCancelled) yield return $"{stuck} had not come back when the run was ended; its last batch is not counted.";
            else yield return $"{stuck} did not end: it waits for what never comes{(isCompiled ? ", or waits on a plain location, which the compiler may read once and for all (use Volatile.Read)" : "")}.";
        }

        if (processors.Count == 0 || run.SomeUnbound) yield return "This system does not bind threads to processors; the scheduler places them, and outcomes that need overlap are rarer.";
        else if (processors.Count < threads)
        {
            string count = processors.Count.ToString(CultureInfo.InvariantCulture);
            yield return workers < threads
                ? $"{threads.ToString(CultureInfo.InvariantCulture)} threads share {count} processors: those on one take turns, with a full fence in between, which is one of the ways a system may schedule them."
                : $"{threads.ToString(CultureInfo.InvariantCulture)} threads share {count} processors: fewer of them overlap at a time, and outcomes that need all at once are rarer.";
        }
    }
}
