using System.Globalization;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Stores.Tests.Conformance;

public sealed class SizeTests : ConformanceTests
{
    /// <summary>Set MML_STORES_GROWTH=10000000 for the long run.</summary>
    private static readonly int Growth =
        int.TryParse(Environment.GetEnvironmentVariable("MML_STORES_GROWTH"), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size
            : 1_000_000;

    [Theory]
    [MemberData(nameof(Stores))]
    public void GrowsAndShrinksAndGrowsAgain(StoreKind kind)
    {
        // A tree pays a logarithm of nodes for each write; what another store runs through already need not be as long.
        int size = kind.Name == "copy-on-write" || kind.Name.StartsWith("probing-objects", StringComparison.Ordinal) ? Growth / 20 : Growth;
        KeyValueStore<long, long> store = kind.Create<long, long>();
        for (long key = 0; key < size; key++)
        {
            if (!store.TryAdd(key << 20, ~key))
                Assert.Fail($"{key} was there");
        }
        Assert.Equal(size, store.Count);
        for (long key = 0; key < size; key++)
        {
            if (!store.TryGetValue(key << 20, out long value) || value != ~key)
                Assert.Fail($"{key} -> {value}");
        }
        for (long key = 0; key < size; key++)
        {
            if (key % 16 != 0 && !store.TryRemove(key << 20, out _))
                Assert.Fail($"{key} was not there");
        }
        Assert.Equal((size + 15) / 16, store.Count);
        Assert.Equal(store.Count, store.Count(entry => entry.Value == ~(entry.Key >> 20)));
        for (long key = 0; key < size / 4; key++)
            store[key << 20] = key;
        Assert.Equal(store.Count, store.Select(entry => entry.Key).Distinct().Count());
        Assert.All(Enumerable.Range(0, 1000), key => Assert.Equal(key, store[(long)key << 20]));
    }

    /// <summary>Every key has the same hash. The stated bound: an operation compares each key of the store at most once in each of the
    /// places it may be in, of which there are two (two copies, or two tables while one is migrated).</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public void AllKeysInOneBucketStayCorrectWithinTheBound(StoreKind kind)
    {
        const int Keys = 600;
        var comparer = new Collider();
        KeyValueStore<string, int> store = kind.Create<string, int>(comparer);
        for (int key = 0; key < Keys; key++)
        {
            comparer.Comparisons = 0;
            Assert.True(store.TryAdd($"{key}", key));
            Assert.True(store.TryGetValue($"{key}", out int value));
            Assert.Equal(key, value);
            // Two operations, two places; a claim looks at its group again.
            Assert.InRange(comparer.Comparisons, 0, 4 * (key + 1) + 64);
        }
        Assert.False(store.ContainsKey("absent"));
        for (int key = 0; key < Keys; key += 2)
            Assert.True(store.TryRemove($"{key}", out _));
        Assert.Equal(Keys / 2, store.Count);
        Assert.All(Enumerable.Range(0, Keys), key => Assert.Equal(key % 2 == 1, store.ContainsKey($"{key}")));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void EnumeratesWhileItChanges(StoreKind kind)
    {
        KeyValueStore<int, int> store = kind.Create<int, int>();
        for (int key = 0; key < 2000; key++)
            store[key] = key;
        var seen = new HashSet<int>();
        int next = 2000;
        foreach ((int key, int _) in store)
        {
            Assert.True(seen.Add(key), $"{key} was shown twice");
            if (key < 2000 && key % 2 == 1)
            {
                Assert.True(store.TryRemove(key, out _));
                store[next] = next++;
                store[next] = next++;
            }
        }
        Assert.All(Enumerable.Range(0, 1000), half => Assert.Contains(2 * half, seen));
    }

    /// <summary>The guarantee of the interface: what is there from the beginning of an enumeration to its end is shown, once.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public void EnumeratesWhileAnotherThreadChangesIt(StoreKind kind)
    {
        const int Staying = 300;
        KeyValueStore<int, int> store = kind.Create<int, int>();
        for (int key = 0; key < Staying; key++)
            store[key] = key;
        bool done = false;
        var changer = new Thread(() =>
        {
            for (int key = Staying; !Volatile.Read(ref done); key++)
            {
                store[key] = key;
                store[key % Staying] = key % Staying;
                if (key % 64 != 0)
                    store.TryRemove(key, out _);
                else if (key % 8192 == 0)
                    RemoveOthers(key);
            }
        });
        changer.Start();
        try
        {
            for (int i = 0; i < 40; i++)
            {
                var seen = new HashSet<int>();
                foreach ((int key, int value) in store)
                {
                    Assert.Equal(key, value);
                    Assert.True(seen.Add(key), $"{key} was shown twice");
                }
                Assert.All(Enumerable.Range(0, Staying), key => Assert.Contains(key, seen));
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            changer.Join();
        }

        void RemoveOthers(int newest)
        {
            for (int key = newest - 8192; key <= newest; key += 64)
            {
                if (key >= Staying)
                    store.TryRemove(key, out _);
            }
        }
    }

    private sealed class Collider : IEqualityComparer<string>
    {
        public int Comparisons { get; set; }

        public bool Equals(string? x, string? y)
        {
            Comparisons++;
            return x == y;
        }

        public int GetHashCode(string text) => 42;
    }
}
