using System.Diagnostics;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Loops that look again and again by more than a read: by an Interlocked operation that changes nothing, under a lock, until a time is over.</summary>
public class PollingTests
{
    private delegate bool Look(ref int flag);

    [Fact]
    public void OperationsThatWriteWhatWasThereAreWaitedWith()
    {
        Assert.Equal(1, Count(static () => Poll(static (ref flag) => Interlocked.CompareExchange(ref flag, 0, 0) == 1)));
        Assert.Equal(1, Count(static () => Poll(static (ref flag) => Interlocked.Add(ref flag, 0) == 1)));
        Assert.Equal(1, Count(static () => Poll(static (ref flag) => Interlocked.Or(ref flag, 0) == 1)));
        Assert.Equal(1, Count(static () => Poll(static (ref flag) =>
        {
            Interlocked.MemoryBarrier();
            return flag == 1;
        })));
    }

    // The setter has the lock first, or the poller has it once before.
    [Fact]
    public void AFlagIsPolledUnderALock() => Assert.InRange(Count(static () =>
    {
        var gate = new Lock();
        bool isReady = false;
        var poller = new Thread(() =>
        {
            while (true)
            {
                lock (gate)
                {
                    if (isReady)
                        return;
                }
                Thread.Yield();
            }
        });
        poller.Start();
        lock (gate)
            isReady = true;
        poller.Join();
    }), 1, 2);

    [Theory]
    [InlineData(false, ExplorationVerdict.Failed)]
    [InlineData(true, ExplorationVerdict.Passed)]
    public void TwoThatPollUnderAMonitorWaitForOneWhoSetsTheFlag(bool isSet, ExplorationVerdict expected) => Assert.Equal(expected, Explorer.Run(() =>
    {
        object gate = new();
        bool isReady = false;
        var pollers = new Thread[2];
        for (int i = 0; i < pollers.Length; i++)
        {
            pollers[i] = new Thread(() =>
            {
                while (true)
                {
                    lock (gate)
                    {
                        if (isReady)
                            return;
                    }
                }
            });
            pollers[i].Start();
        }
        lock (gate)
            isReady = isSet;
        foreach (Thread poller in pollers)
            poller.Join();
    }).Exploration.Verdict);

    // The flag is set after the attempt: only a round in vain can have had the lock.
    [Fact]
    public void WhoOnlyTriesToTakeALockSeesThatItIsPolledUnder()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            object gate = new();
            bool isReady = false;
            var poller = new Thread(() =>
            {
                while (true)
                {
                    lock (gate)
                    {
                        if (isReady)
                            return;
                    }
                }
            });
            poller.Start();
            bool taken = Monitor.TryEnter(gate);
            if (!taken)
                Monitor.Enter(gate);
            isReady = true;
            Monitor.Exit(gate);
            if (!taken)
                throw new InvalidOperationException("taken");
            poller.Join();
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { MaxOperations = 30 } });
        Assert.Equal("taken", Assert.Single(result.Exploration.Failures).Message);
    }

    [Fact]
    public void ALockTakenOnceMoreInEachRoundIsNoRoundInVain()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            object gate = new();
            int flag = 0;
            var poller = new Thread(() =>
            {
                do
                {
                    Monitor.Enter(gate);
                }
                while (Volatile.Read(ref flag) == 0);
                Monitor.Exit(gate);
                if (Monitor.IsEntered(gate))
                    throw new InvalidOperationException("more than once");
            });
            poller.Start();
            Volatile.Write(ref flag, 1);
            poller.Join();
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { MaxOperations = 30 } });
        Assert.Equal("more than once", Assert.Single(result.Exploration.Failures).Message);
    }

    [Fact]
    public void AClockIsRefusedByName()
    {
        Refuses("Environment.TickCount", static () => Poll(static (ref flag) => Environment.TickCount > 0 && Volatile.Read(ref flag) == 1));
        Refuses("Stopwatch.GetTimestamp", static () => Poll(static (ref flag) => Stopwatch.GetTimestamp() > 0 && Volatile.Read(ref flag) == 1));
        Refuses("DateTime.UtcNow", static () => Poll(static (ref flag) => DateTime.UtcNow > DateTime.MinValue && Volatile.Read(ref flag) == 1));
    }

    private static void Refuses(string member, Action test) => Assert.Contains($"{member} is not supported", Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(test)).Message, StringComparison.Ordinal);

    private static long Count(Action test)
    {
        InstrumentedResult result = Explorer.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Exploration.Verdict, string.Concat(result.Exploration.Failures)));
        return result.Exploration.Complete;
    }

    private static void Poll(Look look)
    {
        int flag = 0;
        var thread = new Thread(() =>
        {
            while (!look(ref flag))
            {
            }
        });
        thread.Start();
        Volatile.Write(ref flag, 1);
        thread.Join();
    }
}
