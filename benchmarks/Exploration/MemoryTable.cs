using System.Globalization;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Benchmarks;

/// <summary>What memory is in use while 10 million executions go by, and what was allocated for them.</summary>
internal sealed class MemoryTable : IProgress<ExplorationProgress>
{
    private const long Executions = 10_000_000;
    private const long Step = 1_000_000;

    private readonly long before = GC.GetTotalAllocatedBytes();
    private long next = Step;

    /// <summary>Prints it, for a program of numbers and for one of objects.</summary>
    public static void Print()
    {
        Console.WriteLine("numbers");
        Reference.Explore("fetchadd", "N=11", Options());
        Console.WriteLine("objects");
        Explorer.Run(ObjectPrograms.Strings, new InstrumentedOptions { Exploration = Options() });
    }

    /// <inheritdoc/>
    public void Report(ExplorationProgress value)
    {
        if (value.Executions < next || next > Executions) return;
        next += Step;
        long allocated = GC.GetTotalAllocatedBytes() - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Executions,12:N0} executions{allocated / 1024.0,10:N0} KB allocated{GC.GetTotalMemory(true) / 1024.0,10:N0} KB in use{Environment.WorkingSet / 1024.0 / 1024.0,8:N0} MB resident"));
    }

    private static ExplorationOptions Options() =>
        new() { Symmetry = false, Model = MemoryModelKind.RC11, MaxExecutions = Executions + Step, Progress = new MemoryTable() };
}
