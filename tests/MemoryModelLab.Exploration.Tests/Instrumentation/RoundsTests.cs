using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Loops that wait: what is explored of them, what is left out, and which wait for ever.</summary>
public class RoundsTests
{
    [Fact]
    public void ALoopThatReadsAFlagEndsWhenItIsSet() => Explorer.Check(static () =>
    {
        bool stop = false;
        var waiting = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
            }
        });
        waiting.Start();
        var stopping = new Thread(() => Volatile.Write(ref stop, true));
        stopping.Start();
        waiting.Join();
    });

    [Fact]
    public void WhoLosesACompareExchangeGoesOnWithWhatItSaw() => Assert.Equal(2, Passed(static () =>
    {
        int counter = 0;
        Parallel.Invoke(() => Add(ref counter), () => Add(ref counter));
        Assert.Equal(2, counter);

        static void Add(ref int counter)
        {
            var spin = new SpinWait();
            int seen = 0;
            while (true)
            {
                int before = Interlocked.CompareExchange(ref counter, seen + 1, seen);
                if (before == seen)
                    return;
                seen = before;
                spin.SpinOnce();
            }
        }
    }));

    // With or without a spin, a lost round that leaves nothing behind is not an execution of its own: n! for n threads.
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 6)]
    [InlineData(4, 24)]
    public void LostRoundsOfALoopThatReadsAnewAreNoExecutions(int threads, int expected) => Assert.Equal(expected, Passed(() =>
    {
        int counter = 0;
        var adding = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            (adding[i] = new Thread(() =>
            {
                while (true)
                {
                    int seen = Volatile.Read(ref counter);
                    if (Interlocked.CompareExchange(ref counter, seen + 1, seen) == seen)
                        return;
                }
            })).Start();
        }
        foreach (Thread thread in adding)
            thread.Join();
        Assert.Equal(threads, counter);
    }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public void ALoopThatGivesUpIsSeenToGiveUpAndToSucceed(int attempts)
    {
        foreach (bool sought in new[] { false, true })
        {
            InstrumentedResult result = Explorer.Run(() =>
            {
                bool ready = false;
                var writer = new Thread(() => Volatile.Write(ref ready, true));
                writer.Start();
                var spin = new SpinWait();
                bool seen = false;
                for (int i = 0; i < attempts && !seen; i++)
                {
                    seen = Volatile.Read(ref ready);
                    spin.SpinOnce();
                }
                Assert.NotEqual(sought, seen);
            });
            Assert.Equal(ExplorationVerdict.Failed, result.Exploration.Verdict);
        }
    }

    [Fact]
    public void WhatIsReadAfterALoopThatGaveUpMayBeNewer()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            bool ready = false;
            var writer = new Thread(() => Volatile.Write(ref ready, true));
            writer.Start();
            var spin = new SpinWait();
            int rounds = 0;
            for (; rounds < 20 && !Is(ref ready); rounds++)
                spin.SpinOnce();
            if (rounds == 20 && Is(ref ready))
                throw new InvalidOperationException("at last");
        });
        Assert.Equal("at last", Assert.Single(result.Exploration.Failures).Message);
    }

    [Fact]
    public void ALoopThatNobodyEndsIsADeadlock()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            int turn = 0;
            var waiting = new Thread(() =>
            {
                var spin = new SpinWait();
                while (Volatile.Read(ref turn) != 2)
                    spin.SpinOnce();
            });
            waiting.Start();
            Volatile.Write(ref turn, 1);
            waiting.Join();
        });
        Assert.Equal(FailureKind.Deadlock, Assert.Single(result.Exploration.Failures).Kind);
    }

    [Fact]
    public void AWakeUpThatIsLostIsFoundThoughTheWaiterHasReadSomethingOld()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            using var woken = new ManualResetEventSlim();
            bool done = false;
            var worker = new Thread(() => Volatile.Write(ref done, true));
            worker.Start();
            if (!Volatile.Read(ref done))
                woken.Wait();
            worker.Join();
        });
        Assert.Equal(FailureKind.Deadlock, Assert.Single(result.Exploration.Failures).Kind);
    }

    [Fact]
    public void ALoopOfNothingIsEndless()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            bool stop = false;
            while (!stop)
            {
            }
        });
        Assert.Equal(FailureKind.EndlessLoop, Assert.Single(result.Exploration.Failures).Kind);
    }

    [Fact]
    public void AConditionIsWaitedForByRound() => Assert.Equal(1, Passed(static () =>
    {
        int first = 0, second = 0;
        var one = new Thread(() => Volatile.Write(ref first, 1));
        var other = new Thread(() => Volatile.Write(ref second, 1));
        one.Start();
        other.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref first) + Volatile.Read(ref second) == 2);
    }));

    private static bool Is(ref bool ready) => Volatile.Read(ref ready);

    private static long Passed(Action program)
    {
        InstrumentedResult result = Explorer.Run(program, new InstrumentedOptions { Exploration = new ExplorationOptions { Symmetry = false } });
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Exploration.Verdict, string.Concat(result.Exploration.Failures)));
        return result.Exploration.Complete;
    }
}
