using System.Collections.Concurrent;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The orderings that are missing are found, and those that are not needed.</summary>
public class RepairTests
{
    [Fact]
    public void AMessageNeedsBothItsAccessesToTheFlagVolatile()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int data = 0;
            bool ready = false;
            var writer = new Thread(() => { data = 42; ready = true; });
            writer.Start();
            if (ready)
                Assert.Equal(42, data);
            writer.Join();
        });
        Assert.Equal(["make the write of ready volatile", "make the read of ready volatile"], Whats(found));
        Assert.Equal(["str becomes stlr", "ldr becomes ldapr"], found.Changes.Select(change => change.Arm64));
        Assert.Matches(@"^RepairTests.cs:\d+:56: make the write of ready volatile \(Arm64: str becomes stlr\)$", found.Changes[0].ToString());
        AssertPasses(found);
    }

    [Fact]
    public void StoreBufferingNeedsTwoFencesAndTheSideTheyStandOnIsSaid()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int x = 0, y = 0, a = 0, b = 0;
            var other = new Thread(() => { Volatile.Write(ref y, 1); b = Volatile.Read(ref x); });
            other.Start();
            Volatile.Write(ref x, 1);
            a = Volatile.Read(ref y);
            other.Join();
            Assert.True(a == 1 || b == 1);
        });
        Assert.Equal(["put Interlocked.MemoryBarrier() after the write of y", "put Interlocked.MemoryBarrier() after the write of x"], Whats(found));
        AssertPasses(found);
    }

    /// <summary>A message and store buffering in one: taking fences everywhere back one by one would keep one that a volatile read makes needless.</summary>
    [Fact]
    public void OfTwoFaultsEachIsRepairedAtItsOwnPrice()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int x = 0, y = 0, r0 = 9, r1 = 9, d = 0, f = 0, q0 = 9, q1 = 9;
            Parallel.Invoke(
                () => { d = 1; f = 1; x = 1; r0 = y; },
                () => { y = 1; r1 = x; q0 = f; q1 = d; });
            Assert.False(r0 == 0 && r1 == 0);
            Assert.False(q0 == 1 && q1 == 0);
        });
        Assert.Equal(
            ["make the write of f volatile", "put Interlocked.MemoryBarrier() after the write of x", "put Interlocked.MemoryBarrier() after the write of y", "make the read of f volatile"],
            Whats(found));
        Assert.Equal(23, found.Changes.Sum(change => change.Cost));
        Assert.InRange(found.Explorations, 2, 12);
        AssertPasses(found);
    }

    /// <summary>Where what is read and what is written stand on one line, or in one statement, it is said which is meant.</summary>
    [Fact]
    public void ReadsAndWritesOfOneStatementAreToldApart()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int data = 0, turn = 0, seen = 9;
            Parallel.Invoke(() => { data = 1; turn++; }, () => { if (turn == 1) seen = data; });
            Assert.NotEqual(0, seen);
        });
        Assert.Equal(["make the write of turn volatile", "make the read of turn volatile"], Whats(found));
        AssertPasses(found);
    }

    [Fact]
    public void ALostUpdateIsNoMatterOfOrderingAndOneExecutionShowsIt()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int counter = 0;
            var other = new Thread(() => counter++);
            other.Start();
            counter++;
            other.Join();
            Assert.Equal(2, counter);
        });
        Assert.Equal((RepairOutcome.NoneExists, 1), (found.Outcome, found.Explorations));
    }

    [Fact]
    public void WhatPassesNeedsNone() => Assert.Equal(RepairOutcome.NotNeeded, Explorer.Repair(static () =>
    {
        int x = 0;
        Parallel.Invoke(() => Interlocked.Increment(ref x), () => Interlocked.Increment(ref x));
    }).Outcome);

    [Fact]
    public void ADataRaceIsRepairedThoughTheExecutionStaysAllowed()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int hint = 0, seen = 0;
            Parallel.Invoke(() => hint = 1, () => seen = hint);
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { Checks = ExecutionChecks.DataRaces } });
        Assert.Equal(["make the write of hint volatile", "make the read of hint volatile"], Whats(found));
        AssertPasses(found);
    }

    [Theory]
    [InlineData(MemoryModelKind.TotalStoreOrder)]
    [InlineData(MemoryModelKind.RC11)]
    public void OtherModelsHaveRepairsToo(MemoryModelKind model)
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int x = 0, y = 0, a = 0, b = 0;
            Parallel.Invoke(() => { x = 1; a = y; }, () => { y = 1; b = x; });
            Assert.False(a == 0 && b == 0);
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } });
        Assert.Equal(["put Interlocked.MemoryBarrier() after the write of x", "put Interlocked.MemoryBarrier() after the write of y"], Whats(found));
    }

    [Fact]
    public void WhenTimeIsUpThatIsSaid()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            int x = 0, y = 0, a = 0, b = 0;
            Parallel.Invoke(() => { x = 1; a = y; }, () => { y = 1; b = x; });
            Assert.False(a == 0 && b == 0);
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { MaxTime = TimeSpan.FromTicks(1) } });
        Assert.Equal((RepairOutcome.NotFound, 0), (found.Outcome, found.Changes.Count));
    }

    [Fact]
    public void AVolatileWriteBeforeAnotherIsNotNeeded()
    {
        RepairResult found = Explorer.Relax(static () =>
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
        Assert.Equal(["the write of extra need not be volatile"], Whats(found));
        AssertPasses(found);
    }

    /// <summary>The barrier or the volatile write of y could be left out, but not both: the dearer is.</summary>
    [Fact]
    public void WhatIsNotNeededCanBeLeftOutTogether()
    {
        RepairResult found = Explorer.Relax(static () =>
        {
            int x = 0, y = 0, r0 = 9, r1 = 9;
            Parallel.Invoke(
                () => { Volatile.Write(ref x, 1); Interlocked.MemoryBarrier(); Volatile.Write(ref y, 1); },
                () => { r0 = Volatile.Read(ref y); r1 = Volatile.Read(ref x); });
            Assert.False(r0 == 1 && r1 == 0);
        });
        Assert.Equal(["the write of x need not be volatile", "Interlocked.MemoryBarrier is not needed", "the read of x need not be volatile"], Whats(found));
        AssertPasses(found);
    }

    [Fact]
    public void InterlockedOperationsThatOnlyWriteOrOnlyReadMayBeVolatileAccesses()
    {
        RepairResult found = Explorer.Relax(static () =>
        {
            int x = 0, y = 0, r0 = 9, r1 = 9, n = 0;
            Parallel.Invoke(
                () => { x = 1; Interlocked.Exchange(ref y, 1); Interlocked.Increment(ref n); },
                () => { r0 = Interlocked.CompareExchange(ref y, 0, 0); r1 = x; Interlocked.Increment(ref n); });
            Assert.False(r0 == 1 && r1 == 0);
            Assert.Equal(2, n);
        });
        Assert.Equal(["Volatile.Write of y is enough", "Volatile.Read of y is enough"], Whats(found));
        AssertPasses(found);
    }

    [Fact]
    public void AnExchangeThatIsAFenceStaysOne()
    {
        RepairResult found = Explorer.Relax(static () =>
        {
            int x = 0, y = 0, a = 0, b = 0;
            Parallel.Invoke(
                () => { Interlocked.Exchange(ref x, 1); a = Volatile.Read(ref y); },
                () => { Interlocked.Exchange(ref y, 1); b = Volatile.Read(ref x); });
            Assert.False(a == 0 && b == 0);
        });
        Assert.Equal(["the read of y need not be volatile", "the read of x need not be volatile"], Whats(found));
    }

    [Fact]
    public void NothingIsSaidToBeNeedlessInAProgramThatFails() => Assert.Equal(RepairOutcome.NotNeeded, Explorer.Relax(static () =>
    {
        int x = 0;
        Parallel.Invoke(() => Volatile.Write(ref x, 1), () => Assert.Equal(0, Volatile.Read(ref x)));
    }).Outcome);

    /// <summary>What the framework's code accesses cannot be changed; between two calls of it a fence can stand.</summary>
    [Fact]
    public void WhereTheFrameworkMakesTheAccessesFencesStandBeforeItsCalls()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            var dictionary = new ConcurrentDictionary<int, int>(2, 4);
            bool first = false, second = false;
            Parallel.Invoke(
                () =>
                {
                    dictionary.TryAdd(1, 10);
                    first = dictionary.ContainsKey(2);
                },
                () =>
                {
                    dictionary.TryAdd(2, 20);
                    second = dictionary.ContainsKey(1);
                });
            Assert.True(first || second);
        });
        Assert.Equal(
            ["put Interlocked.MemoryBarrier() before the call of ConcurrentDictionary.ContainsKey", "put Interlocked.MemoryBarrier() before the call of ConcurrentDictionary.ContainsKey"],
            Whats(found));
        AssertPasses(found);
    }

    /// <summary>Who gives up after having looked once, while the other does not see that somebody waits.</summary>
    [Fact]
    public void AWakeUpThatIsLostToReorderingIsRepaired()
    {
        RepairResult found = Explorer.Repair(static () =>
        {
            bool isAsleep = false, isWork = false, isAwake = false;
            var worker = new Thread(() =>
            {
                isAsleep = true;
                if (Volatile.Read(ref isWork))
                    return;
                while (!Volatile.Read(ref isAwake))
                    Thread.Yield();
            });
            worker.Start();
            isWork = true;
            if (Volatile.Read(ref isAsleep))
                Volatile.Write(ref isAwake, true);
            worker.Join();
        });
        Assert.Equal(["put Interlocked.MemoryBarrier() after the write of isAsleep", "put Interlocked.MemoryBarrier() after the write of isWork"], Whats(found));
        AssertPasses(found);
    }

    [Fact]
    public void WhatAThreadOfParallelInvokeThrowsIsToldByItself()
    {
        string message = Assert.Throws<ExplorationException>(() => Explorer.Check(static () =>
        {
            int x = 0;
            Parallel.Invoke(() => x = 1, () => Assert.Equal(0, x));
        })).Message;
        Assert.StartsWith("thread 0 throws EqualException in an AggregateException: Assert.Equal() Failure", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parallel.Invoke", message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Whats(RepairResult found) => found.Changes.Select(change => change.What);

    private static void AssertPasses(RepairResult found)
    {
        Assert.Equal((RepairOutcome.Found, true), (found.Outcome, found.IsCheapest));
        Assert.Equal(ExplorationVerdict.Passed, found.Changed!.Exploration.Verdict);
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
        Assert.StartsWith("thread 0 throws EqualException: Assert.Equal() Failure", failure.Message, StringComparison.Ordinal);
        Assert.Contains("RepairTests.cs:", failure.Message);
        Assert.Contains($"ExplorationOptions.Replay = \"{failure.Result.Exploration.Failures[0].Replay}\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("data → 0 (initial", failure.Message);
    }
}
