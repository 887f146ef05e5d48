using System.Diagnostics;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Workloads.Broken;

namespace MemoryModelLab.Cli.Stores;

/// <summary>The broken twins, each given to stress and to the models.</summary>
internal static class Controls
{
    // Where only weak memory shows the error, a processor that keeps its stores and loads in order never will; one that does not, soon.
    private static readonly TimeSpan LongestForWeakMemory = TimeSpan.FromSeconds(2);

    public static IEnumerable<ControlReport> Run(TimeSpan limit, int seed, CancellationToken cancellation)
    {
        MemoryModel dotnet = MemoryModel.BuiltIn("dotnet");
        foreach (Twin twin in Twin.All)
        {
            if (cancellation.IsCancellationRequested) yield break;
            TimeSpan longest = twin.NeedsWeakMemory && limit > LongestForWeakMemory ? LongestForWeakMemory : limit;
            long start = Stopwatch.GetTimestamp();
            string? seen = twin.Stress(longest, seed, cancellation);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            CheckResult broken = Check(twin.Litmus), cured = Check(twin.Cured);
            yield return new ControlReport(
                twin.Name, twin.Wrong, seen, time, twin.Litmus, broken.Positive > 0, twin.Cured, cured is { Positive: 0, Complete: true, LoopBoundReached: false });
        }

        CheckResult Check(string test)
        {
            (_, LitmusProgram program) = TestFiles.Load(TestFiles.Find([$"litmus/stores/{test}.litmus"])[0]);
            return ModelChecker.Check(program, dotnet, cancellation: cancellation);
        }
    }
}
