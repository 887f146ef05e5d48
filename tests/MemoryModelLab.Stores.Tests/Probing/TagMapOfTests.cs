using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

public sealed class TagMapOfTests
{
    /// <summary>Between the reads of two tags another adds the same key to the first slot, and a third claims the second slot for some other key.</summary>
    [Fact]
    public void AKeyGetsNoSecondSlotBehindOneThatWasEmptyWhenItWasRead()
    {
        var keys = new ComparedKeys<string>(EqualityComparer<string>.Create(string.Equals, _ => 1));
        var map = new TagMapOf<string, string, ComparedKeys<string>, SteppedProbe>(keys, 0);
        SteppedProbe.AfterTag = slot =>
        {
            if (slot != 0)
                return;
            SteppedProbe.AfterTag = null;
            Assert.True(map.TryAdd("key", "first", out _));
            AbandonAfterClaiming(map, "other");
        };
        Assert.False(map.TryAdd("key", "second", out string present));
        Assert.Equal("first", present);
        Assert.Equal(1, map.Count);
        Assert.True(map.TryRemove("key", out _));
        Assert.False(map.TryRemove("key", out _));
    }

    /// <summary>Its slot is waiting for it: nothing is allocated, and no table is made to be rid of keys that are not dead.</summary>
    [Fact]
    public void AKeyThatComesAndGoesLeavesNothingToClear()
    {
        var map = TagMap<string, string>.Create(new StringKeys(), 0);
        for (int key = 0; key < 1000; key++)
            map.Set($"{key}", "");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
        {
            if (!map.TryAdd("key", "", out _) || !map.TryRemove("key", out _))
                Assert.Fail($"round {i}");
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    /// <summary>No removal pays for all of a new table: each looks at a chunk's slots, and copies them, at most.</summary>
    [Fact]
    public void RemovalsClearDeadKeysTogether()
    {
        const int Keys = 20_000;
        var map = new TagMapOf<long, string, DefaultKeys<long>, SteppedProbe>(new DefaultKeys<long>(), 0);
        for (long key = 0; key < Keys; key++)
            map.Set(key, "");
        int loads = 0, most = 0;
        SteppedProbe.AfterTag = slot => loads += slot == 0 ? 1 : 0;
        for (long key = 0; key < Keys; key++)
        {
            loads = 0;
            if (!map.TryRemove(key, out _))
                Assert.Fail($"{key} was not there");
            most = Math.Max(most, loads);
        }
        SteppedProbe.AfterTag = null;
        Assert.InRange(most, 0, 8 * TagTable.ChunkGroups * TagTable.GroupSlots);
        Assert.InRange(map.Root.Groups, TagTable.MinGroups, Keys / TagTable.GroupSlots / 8);
    }

    /// <summary>Lookups that are sent on to the next table do a share.</summary>
    [Fact]
    public void WhoOnlyReadsEndsAMigration()
    {
        var map = new TagMapOf<long, string, DefaultKeys<long>, TagProbeScalar>(new DefaultKeys<long>(), 0);
        long count = 0;
        while (count < 10_000 || map.Root.Next is null)
            map.Set(count++, "");
        for (long key = 0; key < count; key++)
            Assert.NotNull(map.Get(key));
        Assert.Null(map.Root.Next);
    }

    /// <summary>Whoever helps when memory runs out leaves the chunk to others, and its own operation is done.</summary>
    [Fact]
    public void AChunkThatCouldNotBeFinishedIsFinishedByOthers()
    {
        var map = new TagMapOf<long, string, DefaultKeys<long>, SteppedProbe>(new DefaultKeys<long>(), 0);
        long count = 0, gone = 0;
        while (count < 10_000 || map.Root.Next is null)
            map.Set(count++, "");
        int failures = 0;
        SteppedProbe.AfterTag = slot =>
        {
            // The removal is counted: what comes now is the share of the migration.
            if (map.Count < count - gone && failures++ == 0)
                throw new InsufficientMemoryException();
        };
        for (; failures == 0 && gone < count; gone++)
            Assert.True(map.TryRemove(gone, out _));
        SteppedProbe.AfterTag = null;
        Assert.InRange(failures, 1, int.MaxValue);
        for (long key = 0; key < count; key++)
            Assert.Equal(key >= gone, map.Get(key) is not null);
        Assert.Null(map.Root.Next);
        Assert.Equal(count - gone, map.Count);
    }

    /// <summary>A longer table would be good; without one the additions go on as long as there is a place.</summary>
    [Fact]
    public void AdditionsGoOnWithoutMemoryForALongerTableUntilItIsFull()
    {
        const int Groups = 8;
        var map = new TagMapOf<long, string, DefaultKeys<long>, TagProbeScalar>(new DefaultKeys<long>(), 0, mostGroups: Groups);
        long key = 0;
        Assert.Throws<InsufficientMemoryException>(() =>
        {
            for (; key < 2 * Groups * TagTable.GroupSlots; key++)
                map.Set(key, "");
        });
        Assert.Equal(Groups * TagTable.GroupSlots, key);
        Assert.Equal(key, map.Count);
        Assert.Null(map.Get(key));
        for (long gone = 0; gone < key / 2; gone++)
            Assert.True(map.TryRemove(gone, out _));
        map.Set(key, "");
        Assert.NotNull(map.Get(key));
        Assert.Equal(key / 2 + 1, map.Count);
    }

    /// <summary>A thread that adds a key and is never heard of again once it has claimed a slot, before it says for which key.</summary>
    private static void AbandonAfterClaiming(TagMapOf<string, string, ComparedKeys<string>, SteppedProbe> map, string key)
    {
        int loads = 0;
        SteppedProbe.AfterTag = slot =>
        {
            // It looks, claims, and looks again.
            if (slot == 0 && ++loads == 2)
                throw new OperationCanceledException();
        };
        Assert.Throws<OperationCanceledException>(() => map.TryAdd(key, "", out _));
        SteppedProbe.AfterTag = null;
    }

    /// <summary>Tag by tag, with something that happens in between.</summary>
    private readonly struct SteppedProbe : ITagProbe<SteppedProbe>
    {
        [ThreadStatic]
        private static Action<int>? afterTag;

        private readonly uint[] tags;

        private SteppedProbe(uint[] tags) => this.tags = tags;

        public static Action<int>? AfterTag
        {
            get => afterTag;
            set => afterTag = value;
        }

        public static SteppedProbe Load(ref uint group)
        {
            var tags = new uint[TagTable.GroupSlots];
            for (int slot = 0; slot < tags.Length; slot++)
            {
                tags[slot] = Volatile.Read(ref System.Runtime.CompilerServices.Unsafe.Add(ref group, slot));
                AfterTag?.Invoke(slot);
            }
            return new SteppedProbe(tags);
        }

        public uint Match(uint tag)
        {
            uint match = 0;
            for (int slot = 0; slot < tags.Length; slot++)
                match |= (tags[slot] == tag ? 1u : 0) << slot;
            return match;
        }
    }
}
