using BenchmarkDotNet.Running;
using MemoryModelLab.Stores.Benchmarks;
using MemoryModelLab.Stores.Benchmarks.Collection;
using MemoryModelLab.Stores.Benchmarks.Growth;
using MemoryModelLab.Stores.Benchmarks.Memory;

// Two kinds of questions: what an operation costs, which BenchmarkDotNet measures, and what happens once, which is measured as it happens.
switch (args)
{
    case ["growth"]:
        GrowthLatency.Run();
        break;
    case ["memory"]:
        MemoryPerEntry.Run();
        break;
    case ["collection"]:
        CollectionPause.Run();
        break;
    case ["all"]:
        BenchmarkRunner.Run(typeof(Program).Assembly, new FullConfiguration());
        GrowthLatency.Run();
        MemoryPerEntry.Run();
        CollectionPause.Run();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new FullConfiguration());
        break;
}
