using BenchmarkDotNet.Attributes;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Ycsb;

/// <summary>Texts to texts.</summary>
public class YcsbTexts : Ycsb
{
    public static IEnumerable<string> Stores => TextStores.All;

    [ParamsSource(nameof(Stores))]
    public string Store { get; set; } = "";

    [GlobalSetup]
    public void Setup() => Prepare(TextStores.Make(Store, Entries), Keys.Text);
}
