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
        Output.Line("C: reads only; B: 5 % updates; A: 50 % updates. Medians; ratio: of speeds, in the same repetition.");
        Output.Line();
        Output.Line($"{"workload",-32}{"store",-22}{"million/s",10}{"ratio",8}{"bytes/op",10}");
    }

    /// <summary>One store in one workload.</summary>
    public static void Row(QuickResult result)
    {
        string bar = new('█', (int)Math.Min(MaxCells, Math.Round(result.Ratio * CellsPerRatio)));
        Output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Workload,-32}{result.Store,-22}{result.OperationsPerSecond / 1e6,10:0.0}{result.Ratio,8:0.00}{result.BytesPerOperation,10:0.0}  {bar}"));
        Output.Flush();
    }

    /// <summary>Says what to do next.</summary>
    public static void Foot()
    {
        Output.Line();
        Output.Line("Next: mml bench --quick --only \"batches\"; docs/stores.md says which store to choose");
    }
}
