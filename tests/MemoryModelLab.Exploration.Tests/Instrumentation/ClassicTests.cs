using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The classic programs in plain C#, with the number of executions that the literature or GenMC gives.</summary>
public class ClassicTests
{
    [Theory]
    [InlineData(MemoryModelKind.Sequential, 3)]
    [InlineData(MemoryModelKind.TotalStoreOrder, 4)]
    [InlineData(MemoryModelKind.RC11, 4)]
    public void StoreBuffering(MemoryModelKind model, long expected) => Assert.Equal(expected, Count(model, static () =>
    {
        int x = 0, y = 0, a = 0, b = 0;
        var first = new Thread(() => { x = 1; a = y; });
        var second = new Thread(() => { y = 1; b = x; });
        first.Start();
        second.Start();
        first.Join();
        second.Join();
    }));

    [Fact]
    public void AnUnorderedMessageIsSeenToFail()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            int data = 0;
            bool ready = false;
            var writer = new Thread(() => { data = 42; ready = true; });
            writer.Start();
            if (ready)
                Assert.Equal(42, data);
            writer.Join();
        }, Options(MemoryModelKind.RC11));
        Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
    }

    [Fact]
    public void AVolatileMessageIsOrdered() => Explorer.Check(static () =>
    {
        int data = 0;
        bool ready = false;
        var writer = new Thread(() => { data = 42; Volatile.Write(ref ready, true); });
        writer.Start();
        if (Volatile.Read(ref ready))
            Assert.Equal(42, data);
        writer.Join();
    }, Options(MemoryModelKind.RC11));

    [Fact]
    public void CountersAreAtomic() => Assert.Equal(120, Count(MemoryModelKind.RC11, static () =>
    {
        int counter = 0;
        var threads = new Thread[5];
        for (int i = 0; i < threads.Length; i++)
            (threads[i] = new Thread(() => Interlocked.Increment(ref counter))).Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(5, counter);
    }));

    internal static InstrumentedOptions Options(MemoryModelKind model) => new() { Exploration = new ExplorationOptions { Model = model } };

    private static long Count(MemoryModelKind model, Action program)
    {
        InstrumentedResult result = Explorer.Run(program, Options(model));
        Assert.Empty(result.Exploration.Failures);
        return result.Exploration.Complete;
    }
}
