using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What is missing is said in a sentence that names the accesses.</summary>
public class MissingSynchronisationTests
{
    private static readonly Action Message = static () =>
    {
        int data = 0;
        bool ready = false;
        var writer = new Thread(() => { data = 42; ready = true; });
        writer.Start();
        if (ready)
            Assert.Equal(42, data);
        writer.Join();
    };

    private static readonly Action HalfAMessage = static () =>
    {
        int data = 0;
        bool ready = false;
        var writer = new Thread(() => { data = 42; Volatile.Write(ref ready, true); });
        writer.Start();
        if (ready)
            Assert.Equal(42, data);
        writer.Join();
    };

    private static readonly Action StoreBuffering = static () =>
    {
        int x = 0, y = 0, a = 0, b = 0;
        var other = new Thread(() => { Volatile.Write(ref y, 1); b = Volatile.Read(ref x); });
        other.Start();
        Volatile.Write(ref x, 1);
        a = Volatile.Read(ref y);
        other.Join();
        Assert.True(a == 1 || b == 1);
    };

    private static readonly Action LostUpdate = static () =>
    {
        int counter = 0;
        var other = new Thread(() => counter++);
        other.Start();
        counter++;
        other.Join();
        Assert.Equal(2, counter);
    };

    [Fact]
    public void AMessageLacksTheOrderOfTwoWritesOrOfTwoReads()
    {
        Assert.Matches(@"^nothing keeps thread \d's (write|read)s of (data|ready) \(MissingSynchronisationTests.cs:\d+\) and (data|ready) \(.*\) in order", Missing(Message));
        Assert.Matches(@"^nothing keeps thread 0's reads of ready \(MissingSynchronisationTests.cs:25\) and data \(MissingSynchronisationTests.cs:26\) in order$", Missing(HalfAMessage));
    }

    [Theory]
    [InlineData(MemoryModelKind.TotalStoreOrder)]
    [InlineData(MemoryModelKind.ReleaseAcquire)]
    [InlineData(MemoryModelKind.RC11)]
    [InlineData(MemoryModelKind.DotNet)]
    public void StoreBufferingLacksTheOrderOfAWriteAndAReadInBothThreads(MemoryModelKind model)
    {
        string missing = Missing(StoreBuffering, model);
        Assert.Contains("thread 0's write of x (MissingSynchronisationTests.cs:35) and its read of y (MissingSynchronisationTests.cs:36) in order, nor thread 1's write of y", missing, StringComparison.Ordinal);
        Assert.Contains("and its read of x (MissingSynchronisationTests.cs:33)", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void UnderAModelOfC11AReadThatDoesNotAcquireIsWhatIsMissing() =>
        Assert.Contains("thread 0's reads of ready", Missing(HalfAMessage, MemoryModelKind.RC11), StringComparison.Ordinal);

    [Fact]
    public void ALostUpdateIsNoMatterOfOrder()
    {
        string missing = Missing(LostUpdate);
        Assert.StartsWith("nothing is reordered in this execution (it fails under sc too), so that no ordering repairs it: thread ", missing, StringComparison.Ordinal);
        Assert.Matches(@"thread \d's write of counter \(.*\) comes between thread \d's read of counter \(.*\) and its write of counter \(.*\), which have to be one atomic step$", missing);
        Assert.DoesNotContain("under sc too", Missing(LostUpdate, MemoryModelKind.Sequential), StringComparison.Ordinal);
    }

    [Fact]
    public void ADeadlockOfLocksIsNoMatterOfOrder() => Assert.EndsWith("no ordering repairs it", Missing(static () =>
    {
        object left = new(), right = new();
        Parallel.Invoke(
            () =>
            {
                lock (left)
                {
                    lock (right)
                        GC.KeepAlive(left);
                }
            },
            () =>
            {
                lock (right)
                {
                    lock (left)
                        GC.KeepAlive(right);
                }
            });
    }), StringComparison.Ordinal);

    [Fact]
    public void AFailureOfATestEndsWithIt() =>
        Assert.Contains("missing: nothing keeps", Assert.Throws<ExplorationException>(() => Explorer.Check(Message)).Message, StringComparison.Ordinal);

    private static string Missing(Action test, MemoryModelKind model = MemoryModelKind.DotNet) =>
        Explorer.Run(test, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model } }).Exploration.Failures[0].Missing!;
}
