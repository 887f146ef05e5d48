using System.Runtime.CompilerServices;
using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Probing;

/// <summary>What may happen while a table of words is migrated: nobody adds any more, memory runs out, who copies is suspended.</summary>
public sealed class WordMigrationTests
{
    /// <summary>Lookups that are sent on to the next table do a share.</summary>
    [Fact]
    public void WhoOnlyReadsEndsIt()
    {
        WordMap<SteppedLineProbe> map = Migrating(out ulong count);
        for (ulong key = 0; key < count; key++)
            Assert.True(map.TryGet(key, out _));
        Assert.Null(map.Root.Next);
    }

    [Fact]
    public void WhoOnlyReadsInBatchesEndsIt()
    {
        WordMap<SteppedLineProbe> map = Migrating(out ulong count);
        ulong[] keys = [.. Enumerable.Range(0, (int)count).Select(key => (ulong)key)];
        var values = new ulong[count];
        Assert.Equal((int)count, map.TryGet<ulong, ulong>(keys, values, new bool[count]));
        Assert.Equal(keys, values);
        Assert.Null(map.Root.Next);
    }

    /// <summary>A longer table would be good; without one the additions go on as long as there is a place.</summary>
    [Fact]
    public void AdditionsGoOnWithoutMemoryForALongerTableUntilItIsFull()
    {
        const int Lines = 64;
        const ulong Slots = Lines * WordTable.SlotsPerLine;
        var map = new WordMap<VectorProbe>(0, mostLines: Lines);
        ulong key = 0;
        Assert.Throws<InsufficientMemoryException>(() =>
        {
            for (; key < 2 * Slots; key++)
                map.Set(key, key);
        });
        Assert.Equal(Slots, key);
        Assert.Equal((int)Slots, map.Count);
        Assert.False(map.TryGet(key, out _));
        for (ulong there = 0; there < Slots; there++)
            Assert.True(map.TryGet(there, out ulong value) && value == there);
        // Half of them go: now there is a table for what is left, and for more.
        for (ulong gone = 0; gone < Slots / 2; gone++)
            Assert.True(map.TryRemove(gone, null, out _));
        map.Set(key, key);
        Assert.True(map.TryGet(key, out _));
        Assert.Equal((int)Slots / 2 + 1, map.Count);
    }

    /// <summary>What was refused once is asked for again: keys that come and go are cleared away as soon as there is room for it.</summary>
    [Fact]
    public void ATableThatWasRefusedIsAskedForAgain()
    {
        const int Lines = 256;
        var map = new WordMap<VectorProbe>(0, mostLines: Lines);
        ulong key = 0;
        while (!map.Root.IsCrowded || map.Lines < Lines)
            map.Set(key, key++);
        WordTable refused = map.Root;
        map.Set(key, key++);
        Assert.Same(refused, map.Root);
        for (ulong gone = 0; gone < key; gone++)
            Assert.True(map.TryRemove(gone, null, out _));
        for (int i = 0; i < 200; i++)
            map.Set(key, key++);
        Assert.NotSame(refused, map.Root);
    }

    /// <summary>Whoever helps when memory runs out leaves the chunk to others, and its own operation is done.</summary>
    [Fact]
    public void AChunkThatCouldNotBeFinishedIsFinishedByOthers()
    {
        WordMap<SteppedLineProbe> map = Migrating(out ulong count);
        WordTable next = map.Root.Next!;
        int failures = 0;
        SteppedLineProbe.BeforeLine = line =>
        {
            // The first look at the next table is that of the first copy.
            if (SteppedLineProbe.IsIn(next, line) && failures++ == 0)
                throw new InsufficientMemoryException();
        };
        map.Set(count, count);
        SteppedLineProbe.BeforeLine = null;
        Assert.InRange(failures, 1, int.MaxValue);
        for (ulong key = 0; key <= count; key++)
            Assert.True(map.TryGet(key, out ulong value) && value == key);
        Assert.Null(map.Root.Next);
        Assert.Equal((int)count + 1, map.Count);
    }

    /// <summary>A value was copied, then removed, and then the copier could not go on: the copy is not what the next one finds.</summary>
    [Fact]
    public void ACopyThatIsOldWhenMemoryRunsOutDoesNotComeBack()
    {
        WordMap<SteppedLineProbe> map = Migrating(out ulong count);
        WordTable next = map.Root.Next!;
        int copies = 0;
        Action<nuint> onLine = null!;
        onLine = line =>
        {
            if (!SteppedLineProbe.IsIn(next, line))
                return;
            copies++;
            if (copies == 2)
                throw new InsufficientMemoryException();
            if (copies > 2)
                return;
            // The first value is being copied. Everything goes, and so does this value; its copy is put there all the same.
            SteppedLineProbe.BeforeLine = null;
            for (ulong key = 0; key < count; key++)
                Assert.True(map.TryRemove(key, null, out _));
            SteppedLineProbe.BeforeLine = onLine;
        };
        SteppedLineProbe.BeforeLine = onLine;
        map.Set(count, count);
        SteppedLineProbe.BeforeLine = null;
        Assert.InRange(copies, 2, int.MaxValue);
        Assert.True(map.TryRemove(count, null, out _));
        for (ulong key = count + 1; key < 3 * count; key++)
        {
            map.Set(key, key);
            Assert.True(map.TryRemove(key, null, out _));
        }
        for (ulong key = 0; key <= count; key++)
            Assert.False(map.TryGet(key, out _), $"{key} came back");
        Assert.Equal(0, map.Count);
    }

    /// <summary>Keys come and go while one thread is suspended with a value that it copies: the tables after it come and go too.</summary>
    [Fact]
    public void ASuspendedCopierHoldsNoMoreThanItsTables()
    {
        const ulong Live = 20;
        WordMap<SteppedLineProbe> map = Migrating(out ulong key);
        WordTable first = map.Root, next = first.Next!;
        using var reached = new ManualResetEventSlim();
        using var resume = new ManualResetEventSlim();
        var copier = new Thread(() =>
        {
            SteppedLineProbe.BeforeLine = line =>
            {
                if (!SteppedLineProbe.IsIn(next, line))
                    return;
                SteppedLineProbe.BeforeLine = null;
                reached.Set();
                resume.Wait();
            };
            map.Set(ulong.MaxValue, 1);
        });
        copier.Start();
        reached.Wait();
        for (ulong gone = 0; gone < key - Live; gone++)
            Assert.True(map.TryRemove(gone, null, out _));
        List<WeakReference> tables = [];
        int longest = 0;
        for (int i = 0; i < 30_000; i++, key++)
        {
            map.Set(key, key);
            map.TryRemove(key - Live, null, out _);
            longest = Math.Max(longest, Look(in map, tables));
        }
        GC.Collect();
        int held = tables.Count(table => table.IsAlive);
        Assert.Same(first, map.Root);
        resume.Set();
        copier.Join();
        Assert.InRange(tables.Count, 10, int.MaxValue);
        Assert.InRange(longest, 1, 4);
        Assert.InRange(held, 1, 4);
        for (ulong there = key - Live; there < key; there++)
            Assert.True(map.TryGet(there, out ulong value) && value == there);
        map.Set(key, key);
        Assert.NotSame(first, map.Root);
    }

    /// <summary>How many tables there are; those that are new are noted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Look(ref readonly WordMap<SteppedLineProbe> map, List<WeakReference> tables)
    {
        int count = 0;
        for (WordTable? table = map.Root; table is not null; table = table.Next)
        {
            count++;
            if (table.Next is null && (tables.Count == 0 || tables[^1].Target != table))
                tables.Add(new WeakReference(table));
        }
        return count;
    }

    /// <summary>A table that is filled until it begins to be migrated.</summary>
    private static WordMap<SteppedLineProbe> Migrating(out ulong count)
    {
        var map = new WordMap<SteppedLineProbe>(0);
        for (count = 0; count < 10_000 || map.Root.Next is null; count++)
            map.Set(count, count);
        return map;
    }
}
