using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Workloads.Broken;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Every broken twin of the stores is found, and its cured form passes.</summary>
public class BrokenTwinTests
{
    [Theory]
    [InlineData(MemoryModelKind.Sequential, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.TotalStoreOrder, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.DotNet, ExplorationVerdict.Failed)]
    public void TheWeaklyOrderedStoreFailsOnlyWhereStoresAreReordered(MemoryModelKind model, ExplorationVerdict expected) =>
        Assert.Equal(expected, Explorer.RunLinearizable(
            () => new WeaklyOrderedStore(release: false, acquire: false),
            [
                [store => { store.Set(1, 10); return null; }],
                [store => store.TryGetValue(1, out long value) ? value : -1],
            ],
            null,
            new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } }).Exploration.Verdict);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void OneOfTheTwoOrdersIsNotEnough(bool release, bool acquire)
    {
        var result = Explorer.Run(() =>
        {
            var store = new WeaklyOrderedStore(release, acquire);
            var writer = new Thread(() => store.Set(1, 10));
            writer.Start();
            if (store.TryGetValue(1, out long value))
                Assert.Equal(10, value);
            writer.Join();
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = MemoryModelKind.DotNet } });
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
    }

    [Fact]
    public void BothOrdersAreEnough() => Explorer.Linearizable(
        () => new WeaklyOrderedStore(release: true, acquire: true),
        [
            [store => { store.Set(1, 10); return null; }, store => { store.Set(2, 20); return null; }],
            [store => store.TryGetValue(2, out long value) ? value : -1, store => store.TryGetValue(1, out long value) ? value : -1],
        ]);

    [Fact]
    public void AnUpdateIsLost() => Fails(Explorer.RunLinearizable(
        () =>
        {
            var store = new LostUpdateStore();
            store.TryAdd(1, 0);
            return store;
        },
        [
            [store => store.TryUpdate(1, 1, 0)],
            [store => store.TryUpdate(1, 2, 0)],
        ]));

    [Fact]
    public void AValueIsTorn() => Fails(Explorer.RunLinearizable(
        () =>
        {
            var store = new TornValueStore();
            store.Set(1, Wide.Encode(1));
            return store;
        },
        [
            [store => { store.Set(1, Wide.Encode(2)); return null; }],
            [store => store.TryGetValue(1, out Wide value) ? value : null],
        ]));

    [Fact]
    public void AWriteDuringGrowthIsLost() => Fails(Explorer.RunLinearizable(
        () => new ResizeRaceStore(2, 2),
        [
            [store => { store.Set(1, 10); return null; }, store => store.TryGetValue(1, out long value) ? value : -1],
            [store => { store.Set(0, 20); return null; }],
        ]));

    [Fact]
    public void ARecycledNodeIsTakenTwice() => Fails(Explorer.RunLinearizable(
        () => new AbaStore(8),
        [
            [store => { store.Set(1, 10); return null; }, store => { store.Set(2, 20); return null; }],
            [
                store => { store.Set(3, 30); return null; }, store => { store.Set(4, 40); return null; }, store => { store.Set(3, 31); return null; },
                store => store.TryGetValue(4, out long value) ? value : -1,
            ],
        ]));

    private static void Fails(InstrumentedResult result)
    {
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
        Assert.Contains("Store.cs:", SourceColumns.Of(result.Exploration.Failures[0].Execution));
    }
}
