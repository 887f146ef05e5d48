using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Stores;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The correct stores, explored for two threads of three operations and three threads of two.</summary>
public class StoreTests
{
    // Too many executions of three threads for a test.
    private static readonly string[] Large = ["split-ordered"];

    public static TheoryData<string> Kinds => [.. StoreKind.All.Select(kind => kind.Name)];

    public static TheoryData<string> Smaller => [.. StoreKind.All.Select(kind => kind.Name).Except(Large)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TwoThreadsOfThree(string kind) => Explore(
        () => StoreKind.Find(kind)!.Create<long, long>(),
        [
            [store => store.TryAdd(1, 10), store => store.TryRemove(1, out long value) ? value : null, store => store.TryGetValue(2, out long value) ? value : null],
            [store => { store.Set(2, 20); return null; }, store => store.TryGetValue(1, out long value) ? value : null, store => store.TryUpdate(2, 21, 20)],
        ]);

    [Theory]
    [MemberData(nameof(Smaller))]
    public void ThreeThreadsOfTwo(string kind) => Explore(
        () => StoreKind.Find(kind)!.Create<long, long>(),
        [
            [store => store.TryAdd(1, 10), store => store.TryGetValue(2, out long value) ? value : null],
            [store => store.TryAdd(1, 20), store => store.TryRemove(1, out long value) ? value : null],
            [store => { store.Set(2, 20); return null; }, store => store.TryGetValue(1, out long value) ? value : null],
        ]);

    private static void Explore(Func<KeyValueStore<long, long>> create, Func<KeyValueStore<long, long>, object?>[][] threads)
    {
        InstrumentedResult result = Explorer.RunLinearizable(create, threads);
        Assert.Empty(result.Exploration.Failures);
        Assert.Equal(ExplorationVerdict.Passed, result.Exploration.Verdict);
        Assert.Empty(result.OpaqueCalls);
    }
}
