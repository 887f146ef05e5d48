using MemoryModelLab.Workloads;
using Operation = System.Func<MemoryModelLab.Stores.KeyValueStore<long, long>, object?>;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// Two threads of three operations and three of two on each store: on keys of their own and shared ones, and all on one key. For
/// <c>mml explore</c> too: what takes too long for a test is counted there.
/// </summary>
public static class StorePrograms
{
    [ExplorationTest("mutex")]
    [ExplorationTest("reader-writer")]
    [ExplorationTest("striped")]
    [ExplorationTest("seqlock")]
    [ExplorationTest("copy-on-write")]
    [ExplorationTest("left-right")]
    [ExplorationTest("split-ordered")]
    [ExplorationTest("probing")]
    [ExplorationTest("probing-objects-256")]
    [ExplorationTest("probing-objects-128")]
    [ExplorationTest("probing-objects-scalar")]
    public static Action TwoThreadsOfThree(string store) => Of(
        store,
        [
            [TryAdd(1, 10), TryRemove(1), TryGet(2)],
            [Set(2, 20), TryGet(1), TryUpdate(2, 21, 20)],
        ]);

    [ExplorationTest("mutex")]
    [ExplorationTest("reader-writer")]
    [ExplorationTest("striped")]
    [ExplorationTest("seqlock")]
    [ExplorationTest("copy-on-write")]
    [ExplorationTest("left-right")]
    [ExplorationTest("split-ordered")]
    [ExplorationTest("probing")]
    [ExplorationTest("probing-objects-256")]
    [ExplorationTest("probing-objects-128")]
    [ExplorationTest("probing-objects-scalar")]
    public static Action ThreeThreadsOfTwo(string store) => Of(
        store,
        [
            [TryAdd(1, 10), TryGet(2)],
            [TryAdd(1, 20), TryRemove(1)],
            [Set(2, 20), TryGet(1)],
        ]);

    [ExplorationTest("mutex")]
    [ExplorationTest("reader-writer")]
    [ExplorationTest("striped")]
    [ExplorationTest("seqlock")]
    [ExplorationTest("copy-on-write")]
    [ExplorationTest("left-right")]
    [ExplorationTest("split-ordered")]
    [ExplorationTest("probing")]
    [ExplorationTest("probing-objects-256")]
    [ExplorationTest("probing-objects-128")]
    [ExplorationTest("probing-objects-scalar")]
    public static Action TwoThreadsOfThreeOnOneKey(string store) => Of(
        store,
        [
            [TryAdd(1, 10), TryUpdate(1, 11, 10), TryRemove(1)],
            [Set(1, 20), TryGet(1), AddOrUpdate(1, 30)],
        ]);

    [ExplorationTest("mutex")]
    [ExplorationTest("reader-writer")]
    [ExplorationTest("striped")]
    [ExplorationTest("seqlock")]
    [ExplorationTest("copy-on-write")]
    [ExplorationTest("left-right")]
    [ExplorationTest("split-ordered")]
    [ExplorationTest("probing")]
    [ExplorationTest("probing-objects-256")]
    [ExplorationTest("probing-objects-128")]
    [ExplorationTest("probing-objects-scalar")]
    public static Action ThreeThreadsOfTwoOnOneKey(string store) => Of(
        store,
        [
            [TryAdd(1, 10), TryRemove(1)],
            [Set(1, 20), TryGet(1)],
            [TryUpdate(1, 30, 20), TryGet(1)],
        ]);

    private static Action Of(string store, Operation[][] threads) => Explorer.Linearizing(() => StoreKind.Find(store)!.Create<long, long>(), threads);

    private static Operation TryGet(long key) => store => store.TryGetValue(key, out long value) ? value : null;

    private static Operation TryAdd(long key, long value) => store => store.TryAdd(key, value);

    private static Operation TryUpdate(long key, long value, long expected) => store => store.TryUpdate(key, value, expected);

    private static Operation TryRemove(long key) => store => store.TryRemove(key, out long value) ? value : null;

    private static Operation AddOrUpdate(long key, long value) => store => store.AddOrUpdate(key, value, (_, old) => old + 1);

    private static Operation Set(long key, long value) => store =>
    {
        store.Set(key, value);
        return null;
    };
}
