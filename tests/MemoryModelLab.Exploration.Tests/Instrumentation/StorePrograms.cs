using MemoryModelLab.Stores;
using MemoryModelLab.Workloads;
using Operation = System.Func<MemoryModelLab.Stores.KeyValueStore<long, long>, object?>;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// Two threads of three operations and three of two on each store: on keys of their own and shared ones, and all on one key; on a new store, and on one that has been
/// used. For <c>mml explore</c> too: what takes too long for a test is counted there.
/// </summary>
public static class StorePrograms
{
    public static IEnumerable<string> Stores => StoreKind.All.Select(kind => kind.Name);

    [ExplorationTest("new", Each = nameof(Stores))]
    [ExplorationTest("used", Each = nameof(Stores))]
    public static Action TwoThreadsOfThree(string state, string store) => Of(
        state,
        store,
        [
            [TryAdd(1, 10), TryRemove(1), TryGet(2)],
            [Set(2, 20), TryGet(1), TryUpdate(2, 21, 20)],
        ]);

    [ExplorationTest("new", Each = nameof(Stores))]
    [ExplorationTest("used", Each = nameof(Stores))]
    public static Action ThreeThreadsOfTwo(string state, string store) => Of(
        state,
        store,
        [
            [TryAdd(1, 10), TryGet(2)],
            [TryAdd(1, 20), TryRemove(1)],
            [Set(2, 20), TryGet(1)],
        ]);

    [ExplorationTest("new", Each = nameof(Stores))]
    [ExplorationTest("used", Each = nameof(Stores))]
    public static Action TwoThreadsOfThreeOnOneKey(string state, string store) => Of(
        state,
        store,
        [
            [TryAdd(1, 10), TryUpdate(1, 11, 10), TryRemove(1)],
            [Set(1, 20), TryGet(1), AddOrUpdate(1, 30)],
        ]);

    [ExplorationTest("new", Each = nameof(Stores))]
    [ExplorationTest("used", Each = nameof(Stores))]
    public static Action ThreeThreadsOfTwoOnOneKey(string state, string store) => Of(
        state,
        store,
        [
            [TryAdd(1, 10), TryRemove(1)],
            [Set(1, 20), TryGet(1)],
            [TryUpdate(1, 30, 20), TryGet(1)],
        ]);

    private static Action Of(string state, string store, Operation[][] threads) => Explorer.Linearizing(() => Made(state, store), threads);

    /// <summary>A store that is empty; a used one has had the keys, and lost them.</summary>
    private static KeyValueStore<long, long> Made(string state, string store)
    {
        KeyValueStore<long, long> made = StoreKind.Find(store)!.Create<long, long>();
        for (long key = 1; state == "used" && key <= 2; key++)
        {
            made.TryAdd(key, key);
            made.TryRemove(key, out _);
        }
        return made;
    }

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
