using System.Collections;
using System.Collections.Concurrent;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Stores.Tests.Conformance;

public sealed class ArgumentTests : ConformanceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public void ANullKeyIsRefusedEverywhere(StoreKind kind)
    {
        KeyValueStore<string, int> store = kind.Create<string, int>();
        string key = null!;
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.TryGetValue(key, out _)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.ContainsKey(key)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store[key]).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store[key] = 1).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.TryAdd(key, 1)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.TryUpdate(key, 1, 2)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.TryRemove(key, out _)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.GetOrAdd(key, 1)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.GetOrAdd(key, _ => 1)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => store.AddOrUpdate(key, 1, (_, old) => old)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentNullException>(() => store.TryRemove(KeyValuePair.Create(key, 1))).ParamName);
        Assert.Empty(store);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void ANullFactoryIsRefused(StoreKind kind)
    {
        KeyValueStore<string, int> store = kind.Create<string, int>();
        Assert.Equal("valueFactory", Assert.Throws<ArgumentNullException>(() => store.GetOrAdd("a", null!)).ParamName);
        Assert.Equal("updateValueFactory", Assert.Throws<ArgumentNullException>(() => store.AddOrUpdate("a", 1, null!)).ParamName);
        Assert.Equal("addValueFactory", Assert.Throws<ArgumentNullException>(() => store.AddOrUpdate("a", null!, (_, old) => old)).ParamName);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void AMissingKeyIsSaidSo(StoreKind kind)
    {
        KeyValueStore<string, int> store = kind.Create<string, int>();
        Assert.Contains("age", Assert.Throws<KeyNotFoundException>(() => store["age"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void NullIsAValue(StoreKind kind)
    {
        KeyValueStore<string, string?> store = kind.Create<string, string?>();
        Assert.True(store.TryAdd("a", null));
        Assert.False(store.TryAdd("a", "x"));
        Assert.True(store.TryGetValue("a", out string? value));
        Assert.Null(value);
        Assert.Null(store.GetOrAdd("a", "x"));
        Assert.False(store.TryUpdate("a", "y", "x"));
        Assert.True(store.TryUpdate("a", "y", null));
        Assert.True(store.TryUpdate("a", null, "y"));
        Assert.False(store.TryRemove(KeyValuePair.Create<string, string?>("a", "y")));
        Assert.True(store.TryRemove(KeyValuePair.Create<string, string?>("a", null)));
        Assert.Empty(store);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void AFactoryThatThrowsChangesNothing(StoreKind kind)
    {
        KeyValueStore<string, int> store = kind.Create<string, int>();
        store["a"] = 1;
        Assert.Throws<InvalidTimeZoneException>(() => store.GetOrAdd("b", _ => throw new InvalidTimeZoneException()));
        Assert.Throws<InvalidTimeZoneException>(() => store.AddOrUpdate("a", 2, (_, _) => throw new InvalidTimeZoneException()));
        Assert.Equal([KeyValuePair.Create("a", 1)], store);
        store["b"] = 2;
        Assert.Equal(2, store.Count);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void AComparerThatThrowsLeavesTheStoreUsable(StoreKind kind)
    {
        var comparer = new Grudge();
        KeyValueStore<string, int> store = kind.Create<string, int>(comparer);
        store["a"] = 1;
        comparer.Angry = true;
        Assert.Throws<InvalidTimeZoneException>(() => store["a"] = 2);
        Assert.Throws<InvalidTimeZoneException>(() => store.TryGetValue("a", out _));
        Assert.Throws<InvalidTimeZoneException>(() => store.TryRemove("a", out _));
        comparer.Angry = false;
        Assert.Equal(1, store["a"]);
        store["b"] = 3;
        Assert.Equal(2, store.Count);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void FactoriesAreToldTheKeyAndTheValue(StoreKind kind)
    {
        KeyValueStore<string, int> store = kind.Create<string, int>();
        Assert.Equal(3, store.GetOrAdd("age", key => key.Length));
        Assert.Equal(3, store.GetOrAdd("age", _ => 99));
        Assert.Equal(13, store.AddOrUpdate("age", 0, (key, old) => old + 10));
        Assert.Equal(4, store.AddOrUpdate("name", key => key.Length, (_, _) => 99));
        Assert.Equal(13, store["age"]);
    }

    [Fact]
    public void TheMessagesAndNamesAreThoseOfThePlatform()
    {
        var platform = new ConcurrentDictionary<string, int>();
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => platform.TryAdd(null!, 1)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentNullException>(() => platform.TryRemove(default)).ParamName);
        Assert.Equal("valueFactory", Assert.Throws<ArgumentNullException>(() => platform.GetOrAdd("a", null!)).ParamName);
        Assert.Equal("updateValueFactory", Assert.Throws<ArgumentNullException>(() => platform.AddOrUpdate("a", 1, null!)).ParamName);
    }

    [Fact]
    public void AbsurdCapacitiesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MutexStore<int, int>(capacity: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReaderWriterStore<int, int>(capacity: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StripedStore<int, int>(capacity: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StripedStore<int, int>(null, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StripedStore<int, int>(null, 0, 1025));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeqlockStore<int, int>(capacity: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeftRightStore<int, int>(capacity: -1));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void TheUntypedEnumeratorShowsTheSame(StoreKind kind)
    {
        KeyValueStore<int, int> store = kind.Create<int, int>();
        store[1] = 2;
        IEnumerator entries = ((IEnumerable)store).GetEnumerator();
        Assert.True(entries.MoveNext());
        Assert.Equal(KeyValuePair.Create(1, 2), entries.Current);
        Assert.False(entries.MoveNext());
    }

    private sealed class Grudge : IEqualityComparer<string>
    {
        public bool Angry { get; set; }

        public bool Equals(string? x, string? y) => Angry ? throw new InvalidTimeZoneException() : x == y;

        public int GetHashCode(string text) => 7;
    }
}
