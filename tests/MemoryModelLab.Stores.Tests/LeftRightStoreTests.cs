namespace MemoryModelLab.Stores.Tests;

public sealed class LeftRightStoreTests
{
    /// <summary>A comparison of values is made once: had the second copy its own answer, the two would part.</summary>
    [Fact]
    public void BothCopiesDoWhatTheFirstOneDecided()
    {
        var store = new LeftRightStore<int, Moody>();
        store[1] = new Moody();
        Assert.True(store.TryUpdate(1, new Moody { Mark = 7 }, new Moody()));
        Assert.Equal(7, store[1].Mark);
        store[2] = new Moody();
        Assert.Equal(7, store[1].Mark);
        Assert.True(store.TryRemove(KeyValuePair.Create(2, new Moody())));
        store[3] = new Moody();
        Assert.False(store.ContainsKey(2));
    }

    /// <summary>Equal to another the first time it is asked, and never again.</summary>
    private sealed class Moody
    {
        private int asked;

        public int Mark { get; init; }

        public override bool Equals(object? other) => asked++ == 0;

        public override int GetHashCode() => 0;
    }
}
