using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Scaling;

namespace MemoryModelLab.Stores.Benchmarks.HotKey;

/// <summary>What if all threads want the same key, half of the time to change it?</summary>
public class HotKey : ManyThreads
{
    [GlobalSetup]
    public void Setup() => Prepare(entries: 1, percentUpdates: 50);
}
