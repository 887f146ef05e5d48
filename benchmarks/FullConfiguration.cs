using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace MemoryModelLab.Stores.Benchmarks;

/// <summary>
/// Every iteration is one long turn of a million operations, so that all stores do the same work in the same order and insertions are
/// bounded; medians are reported. The machine is described in each report by BenchmarkDotNet.
/// </summary>
internal sealed class FullConfiguration : ManualConfig
{
    /// <summary>Operations of a turn.</summary>
    public const int Turn = 1 << 20;

    /// <summary>Turns before those that count: the JIT compiles for good meanwhile.</summary>
    public const int WarmUps = 25;

    /// <summary>Turns that count.</summary>
    public const int Turns = 15;

    public FullConfiguration()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(RunStrategy.Monitoring)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Turns));
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Median, StatisticColumn.P95, StatisticColumn.OperationsPerSecond);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub, JsonExporter.FullCompressed);
        AddLogger(ConsoleLogger.Default);
        // Reports go into its folder "results", the log beside it.
        WithArtifactsPath(Path.GetDirectoryName(Results.Folder)!);
    }
}
