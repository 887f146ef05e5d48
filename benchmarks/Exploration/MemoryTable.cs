using System.Globalization;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Benchmarks;

/// <summary>What memory is in use while 10 million executions go by, and what was allocated for them.</summary>
internal sealed class MemoryTable : IProgress<ExplorationProgress>
{
    private const long Executions = 10_000_000;
    private const long Step = 1_000_000;

    private readonly long before = GC.GetAllocatedBytesForCurrentThread();
    private long next = Step;

    /// <summary>Prints it.</summary>
    public static void Print()
    {
        var options = new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.RC11, MaxExecutions = Executions + Step, Progress = new MemoryTable() };
        Explorer.Explore(() => ReferencePrograms.Create("fetchadd", "N=11"), options);
    }

    /// <inheritdoc/>
    public void Report(ExplorationProgress value)
    {
        if (value.Executions < next || next > Executions) return;
        next += Step;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Executions,12:N0} executions{allocated / 1024.0,10:N0} KB allocated{GC.GetTotalMemory(true) / 1024.0,10:N0} KB in use{Environment.WorkingSet / 1024.0 / 1024.0,8:N0} MB resident"));
    }
}
