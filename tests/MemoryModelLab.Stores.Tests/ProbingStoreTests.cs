using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Tests;

public sealed class ProbingStoreTests
{
    [Fact]
    public void LooksUpManyAtOnce()
    {
        var store = new ProbingStore<long, int>();
        for (long key = 0; key < 1000; key += 2)
            store[key] = (int)key + 1;
        long[] keys = [.. Enumerable.Range(0, 777).Select(key => (long)key)];
        var values = new int[777];
        var found = new bool[777];
        Assert.Equal(389, store.TryGetValues(keys, values, found));
        Assert.All(keys, key =>
        {
            Assert.Equal(key % 2 == 0, found[key]);
            Assert.Equal(key % 2 == 0 ? (int)key + 1 : 0, values[key]);
        });
    }

    [Fact]
    public void LooksUpManyObjectsAtOnce()
    {
        var store = new ProbingStore<string, string>();
        store["a"] = "1";
        store["c"] = "3";
        var values = new string[3];
        var found = new bool[3];
        Assert.Equal(2, store.TryGetValues(["a", "b", "c"], values, found));
        Assert.Equal(new string?[] { "1", null, "3" }, values);
        Assert.Equal([true, false, true], found);
    }

    /// <summary>More than are hashed at once, while the table is migrated too.</summary>
    [Fact]
    public void LooksUpVeryManyObjectsAtOnce()
    {
        var store = new ProbingStore<string, string>();
        for (int count = 0; count < 2000; count += 7)
        {
            for (int key = count; key < count + 7; key++)
                store[$"{key}"] = $"value {key}";
            string[] keys = [.. Enumerable.Range(0, 101).Select(i => $"{count - 50 + i}")];
            var values = new string?[keys.Length];
            var found = new bool[keys.Length];
            int expected = Enumerable.Range(count - 50, 101).Count(key => key >= 0 && key < count + 7);
            Assert.Equal(expected, store.TryGetValues(keys, values!, found));
            Assert.All(keys.Select((key, i) => (key, i)), each => Assert.Equal(found[each.i] ? $"value {each.key}" : null, values[each.i]));
            Assert.Equal(expected, found.Count(there => there));
        }
        Assert.Throws<ArgumentNullException>(() => store.TryGetValues(["0", null!], new string[2], new bool[2]));
    }

    [Fact]
    public void RoomForTooFewAnswersIsSaidSo()
    {
        var store = new ProbingStore<long, long>();
        Assert.Equal("values", Assert.Throws<ArgumentException>(() => store.TryGetValues([1, 2], new long[1], new bool[2])).ParamName);
        Assert.Equal("found", Assert.Throws<ArgumentException>(() => store.TryGetValues([1, 2], new long[2], new bool[1])).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProbingStore<long, long>(capacity: -1));
    }

    [Fact]
    public void RoomForMoreThanFitsIsRefused() =>
        Assert.Throws<InsufficientMemoryException>(() => new ProbingStore<long, long>(capacity: int.MaxValue));

    [Fact]
    public void LetsGoOfDeadKeysAndOfRemovedValuesAtOnce()
    {
        var store = new ProbingStore<object, object>();
        List<WeakReference> keys = [];
        List<WeakReference> values = [];
        Fill(store, keys, values);
        GC.Collect();
        Assert.Equal(0, values.Count(value => value.IsAlive));
        Assert.InRange(keys.Count(key => key.IsAlive), 0, 200);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(ProbingStore<object, object> store, List<WeakReference> keys, List<WeakReference> values)
    {
        for (int i = 0; i < 5000; i++)
        {
            var key = new object();
            var value = new object();
            keys.Add(new WeakReference(key));
            values.Add(new WeakReference(value));
            store[key] = value;
        }
        foreach (WeakReference key in keys)
            Assert.True(store.TryRemove(key.Target!, out _));
    }
}
