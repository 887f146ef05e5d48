using System.Globalization;
using System.Runtime.InteropServices;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Prints what stores did in a benchmark, a store a line, with its speed beside the reference as a bar.</summary>
internal static class BenchTable
{
    private const double CellsPerRatio = 4;
    private const int MaxCells = 40;

    /// <summary>Says what machine it is, and what the columns are.</summary>
    public static void Head()
    {
        Output.Line($"{Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        Output.Line("C: reads only; B: 5 % updates; A: 50 % updates; keys uniform; one thread a processor. Medians; ratio: to ConcurrentDictionary in the same repetition.");
        Output.Line("Aim: the ratio that the lock-free store is meant to have, at least where speed is measured, at most where space is.");
        Output.Line();
        Output.Line($"{"workload",-34}{"store",-22}{"value",10} {"unit",-12}{"ratio",8}{"aim",7}{"bytes/op",10}");
    }

    /// <summary>One store in one workload.</summary>
    public static void Row(QuickResult result)
    {
        string bar = new('█', (int)Math.Min(MaxCells, Math.Round(result.Ratio * CellsPerRatio)));
        (double value, string unit) = result.Unit == QuickResult.Speed ? (result.Value / 1e6, "million/s") : (result.Value, result.Unit);
        Output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Workload,-34}{result.Store,-22}{value,10:0.0} {unit,-12}{result.Ratio,8:0.00}{result.Target,7:0.00}{result.BytesPerOperation,10:0.0}  {bar}"));
        Output.Flush();
    }

    /// <summary>Says what to do next.</summary>
    public static void Foot()
    {
        Output.Line();
        Output.Line("Next: mml bench --quick --only \"batches\"; docs/stores.md says which store to choose");
    }
}
