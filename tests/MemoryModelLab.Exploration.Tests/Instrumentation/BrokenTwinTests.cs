using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Workloads.Broken;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Every broken twin of the stores is found; those that only weak memory breaks pass where memory is not.</summary>
public class BrokenTwinTests
{
    private static readonly Dictionary<string, Func<InstrumentedOptions, InstrumentedResult>> Programs = new()
    {
        ["lost-update"] = options => Explorer.RunLinearizable(
            () =>
            {
                var store = new LostUpdateStore();
                store.TryAdd(1, 0);
                return store;
            },
            [
                [store => store.TryUpdate(1, 1, 0)],
                [store => store.TryUpdate(1, 2, 0)],
            ],
            null, options),
        ["torn-value"] = options => Explorer.RunLinearizable(
            () =>
            {
                var store = new TornValueStore();
                store.Set(1, Wide.Encode(1));
                return store;
            },
            [
                [store => { store.Set(1, Wide.Encode(2)); return null; }],
                [store => store.TryGetValue(1, out Wide value) ? value : null],
            ],
            null, options),
        ["resize-race"] = options => Explorer.RunLinearizable(
            () => new ResizeRaceStore(2, 2),
            [
                [store => { store.Set(1, 10); return null; }, store => store.TryGetValue(1, out long value) ? value : -1],
                [store => { store.Set(0, 20); return null; }],
            ],
            null, options),
        ["aba"] = options => Explorer.RunLinearizable(
            () => new AbaStore(8),
            [
                [store => { store.Set(1, 10); return null; }, store => { store.Set(2, 20); return null; }],
                [
                    store => { store.Set(3, 30); return null; }, store => { store.Set(4, 40); return null; }, store => { store.Set(3, 31); return null; },
                    store => store.TryGetValue(4, out long value) ? value : -1,
                ],
            ],
            null, options),
        ["missing-release"] = options => Publication(release: false, acquire: true, options),
        ["missing-acquire"] = options => Publication(release: true, acquire: false, options),
        ["unsafe-publication"] = options => Publication(release: false, acquire: false, options),
    };

    public static TheoryData<string> Twins => [.. Twin.All.Select(twin => twin.Name)];

    [Theory]
    [MemberData(nameof(Twins))]
    public void IsFoundWithinTenSecondsWithItsLines(string twin)
    {
        InstrumentedResult result = Programs[twin](Of(MemoryModelKind.DotNet));
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
        Assert.Contains("Store.cs:", SourceColumns.Of(result.Exploration.Failures[0].Execution), StringComparison.Ordinal);
        Assert.StartsWith("not linearizable: ", result.Exploration.Failures[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Twins))]
    public void OnlyThoseThatNeedWeakMemoryPassWithoutIt(string twin)
    {
        ExplorationVerdict expected = Twin.All.Single(one => one.Name == twin).NeedsWeakMemory ? ExplorationVerdict.Passed : ExplorationVerdict.Failed;
        Assert.Equal(expected, Programs[twin](Of(MemoryModelKind.Sequential)).Exploration.Verdict);
        Assert.Equal(expected, Programs[twin](Of(MemoryModelKind.TotalStoreOrder)).Exploration.Verdict);
    }

    [Fact]
    public void BothOrdersAreEnough() => Explorer.Linearizable(
        () => new WeaklyOrderedStore(release: true, acquire: true),
        [
            [store => { store.Set(1, 10); return null; }, store => { store.Set(2, 20); return null; }],
            [store => store.TryGetValue(2, out long value) ? value : -1, store => store.TryGetValue(1, out long value) ? value : -1],
        ]);

    private static InstrumentedResult Publication(bool release, bool acquire, InstrumentedOptions options) => Explorer.RunLinearizable(
        () => new WeaklyOrderedStore(release, acquire),
        [
            [store => { store.Set(1, 10); return null; }],
            [store => store.TryGetValue(1, out long value) ? value : -1],
        ],
        null, options);

    private static InstrumentedOptions Of(MemoryModelKind model) => new() { Exploration = new ExplorationOptions { Model = model, MaxTime = TimeSpan.FromSeconds(10) } };
}
