using System.Diagnostics;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The time is looked at inside executions too.</summary>
public class TimeTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Fact]
    public void ALoopThatOnlyCountsEndsWithTheTime() => EndsInTime(static () =>
    {
        long count = 0;
        var counting = new Thread(() =>
        {
            while (true)
                count++;
        });
        counting.Start();
        counting.Join();
    });

    [Fact]
    public void ALoopBeforeAnyThreadEndsWithTheTime() => EndsInTime(static () =>
    {
        for (long count = 1; count != 0; count++)
        {
        }
    });

    [Fact]
    public void AnExecutionOfManyOperationsEndsWithTheTimeAndGoesOn()
    {
        Action test = static () =>
        {
            int taken = 1, rounds = 0;
            var taking = new Thread(() =>
            {
                while (Interlocked.Increment(ref rounds) < 3000 && Volatile.Read(ref taken) == 1)
                {
                }
            });
            taking.Start();
            Volatile.Write(ref taken, 0);
            taking.Join();
        };
        ExplorationResult part = EndsInTime(test);
        Assert.NotNull(part.Checkpoint);
        ExplorationResult more = Run(test, new ExplorationOptions { Resume = part.Checkpoint, MaxExecutions = 1 });
        Assert.Equal(part.Complete + 1, more.Complete);
    }

    [Fact]
    public void ALoopThatOnlyCountsIsEndless()
    {
        ExplorationResult result = Run(static () =>
        {
            long count = 0;
            while (true)
                count++;
        }, new ExplorationOptions());
        Assert.Equal(FailureKind.EndlessLoop, Assert.Single(result.Failures).Kind);
    }

    private static ExplorationResult EndsInTime(Action test)
    {
        long start = Stopwatch.GetTimestamp();
        ExplorationResult result = Run(test, new ExplorationOptions { MaxTime = TimeSpan.FromMilliseconds(50) });
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Generous);
        Assert.Equal(ExplorationVerdict.Inconclusive, result.Verdict);
        return result;
    }

    private static ExplorationResult Run(Action test, ExplorationOptions options) => Explorer.Run(test, new InstrumentedOptions { Exploration = options }).Exploration;
}
