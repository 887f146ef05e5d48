using MemoryModelLab.Workloads;

namespace MemoryModelLab.Stores.Tests.Conformance;

/// <summary>Which of several equal keys a store has: the one that was added, until it is removed, as in a dictionary.</summary>
public sealed class KeyTests : ConformanceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public void AKeyStaysTheOneThatWasAdded(StoreKind kind) => Stays(kind.Create<string, int>(StringComparer.OrdinalIgnoreCase), text => text);

    [Theory]
    [MemberData(nameof(Stores))]
    public void AKeyThatIsAValueStaysTheOneThatWasAdded(StoreKind kind) =>
        Stays(
            kind.Create<Name, int>(EqualityComparer<Name>.Create(
                (left, right) => StringComparer.OrdinalIgnoreCase.Equals(left.Text, right.Text),
                name => StringComparer.OrdinalIgnoreCase.GetHashCode(name.Text))),
            text => new Name(text));

    private static void Stays<TKey>(KeyValueStore<TKey, int> store, Func<string, TKey> key)
        where TKey : notnull
    {
        store[key("a")] = 1;
        store[key("A")] = 2;
        Assert.Equal(key("a"), Assert.Single(store).Key);
        Assert.True(store.TryUpdate(key("A"), 3, 2));
        Assert.False(store.TryAdd(key("A"), 4));
        Assert.Equal(4, store.AddOrUpdate(key("A"), 0, (_, old) => old + 1));
        Assert.Equal(KeyValuePair.Create(key("a"), 4), Assert.Single(store));

        Assert.True(store.TryRemove(key("A"), out _));
        store[key("A")] = 5;
        Assert.Equal(KeyValuePair.Create(key("A"), 5), Assert.Single(store));

        Assert.True(store.TryRemove(key("a"), out _));
        Assert.True(store.TryAdd(key("a"), 6));
        Assert.Equal(KeyValuePair.Create(key("a"), 6), Assert.Single(store));

        // It moves when the store grows, and so while it is looked at.
        Assert.True(store.TryRemove(key("a"), out _));
        Assert.Equal(7, store.GetOrAdd(key("A"), 7));
        IEnumerator<KeyValuePair<TKey, int>> entries = store.GetEnumerator();
        for (int other = 0; other < 1000; other++)
            store[key($"{other}")] = other;
        Assert.Contains(KeyValuePair.Create(key("A"), 7), store);
        while (entries.MoveNext())
            Assert.NotEqual(key("a"), entries.Current.Key);
    }

    private readonly record struct Name(string Text);
}
