using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The orderings that are missing are found, and those that are not needed.</summary>
public class RepairTests
{
    [Fact]
    public void AMessageNeedsBothItsAccessesToTheFlagVolatile()
    {
        IReadOnlyList<Change>? changes = Explorer.Repair(static () =>
        {
            int data = 0;
            bool ready = false;
            var writer = new Thread(() => { data = 42; ready = true; });
            writer.Start();
            if (ready)
                Assert.Equal(42, data);
            writer.Join();
        });
        Assert.Equal([("ready", Ordering.Volatile), ("ready", Ordering.Volatile)], changes!.Select(change => (change.Site.Member, change.To)));
    }

    [Fact]
    public void StoreBufferingNeedsTwoFences()
    {
        IReadOnlyList<Change>? changes = Explorer.Repair(static () =>
        {
            int x = 0, y = 0, a = 0, b = 0;
            var other = new Thread(() => { Volatile.Write(ref y, 1); b = Volatile.Read(ref x); });
            other.Start();
            Volatile.Write(ref x, 1);
            a = Volatile.Read(ref y);
            other.Join();
            Assert.True(a == 1 || b == 1);
        });
        Assert.Equal([Ordering.Fenced, Ordering.Fenced], changes!.Select(change => change.To));
    }

    [Fact]
    public void ALostUpdateIsNoMatterOfOrdering() => Assert.Null(Explorer.Repair(static () =>
    {
        int counter = 0;
        var other = new Thread(() => counter++);
        other.Start();
        counter++;
        other.Join();
        Assert.Equal(2, counter);
    }));

    [Fact]
    public void AVolatileReadUnderNoRaceIsNotNeeded()
    {
        IReadOnlyList<Change> changes = Explorer.Relax(static () =>
        {
            int data = 0, extra = 0;
            bool ready = false;
            var writer = new Thread(() =>
            {
                Volatile.Write(ref extra, 1);
                data = 42;
                Volatile.Write(ref ready, true);
            });
            writer.Start();
            if (Volatile.Read(ref ready))
                Assert.Equal((42, 1), (data, extra));
            writer.Join();
        });
        Assert.Equal(["extra"], changes.Select(change => change.Site.Member));
    }

    [Fact]
    public void AFailureIsToldInSourceLines()
    {
        var failure = Assert.Throws<ExplorationException>(() => Explorer.Check(static () =>
        {
            int data = 0;
            bool ready = false;
            var writer = new Thread(() => { data = 42; ready = true; });
            writer.Start();
            if (ready)
                Assert.Equal(42, data);
            writer.Join();
        }));
        Assert.Contains("RepairTests.cs:", failure.Message);
        Assert.Contains("data → 0 (initial", failure.Message);
    }
}
