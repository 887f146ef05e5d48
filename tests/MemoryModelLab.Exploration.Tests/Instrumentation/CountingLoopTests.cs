using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Loops that wait and count: what is counted is explored where it matters, and only there.</summary>
public class CountingLoopTests
{
    private delegate void Waiting(ref int flag, ref int result);

    // -- What matters is found --------------------------------------------------------------------------------------------------------------

    [Fact]
    public void WhatSpinningRoundsAddUpIsFound() => Assert.Equal([0, 1, 2], Results(static () => Run(static (ref flag, ref result) =>
    {
        var spin = new SpinWait();
        int sum = 0;
        for (int i = 0; i < 2; i++)
        {
            sum += Volatile.Read(ref flag);
            spin.SpinOnce();
        }
        result = sum;
    })));

    [Fact]
    public void HowOftenALoopHasSpunIsFoundWhereItIsUsed() => Assert.Equal([0, 1, 2, 3, 4], Results(static () => Run(static (ref flag, ref result) =>
    {
        var spin = new SpinWait();
        int rounds = 0;
        while (rounds < 4 && Volatile.Read(ref flag) == 0)
        {
            rounds++;
            spin.SpinOnce();
        }
        result = rounds;
    })));

    [Fact]
    public void ACounterThatDecidesMoreThanTheEndIsNotLeftOut() => Assert.Equal([1, 5], Results(static () => Run(static (ref flag, ref result) =>
    {
        for (int i = 0; ; i++)
        {
            if (Volatile.Read(ref flag) == 0 && i < 20)
                continue;
            result = i == 5 ? 5 : 1;
            return;
        }
    })));

    [Fact]
    public void RoundsThatDoSomethingAndGoOnAreCounted() => Assert.Equal([0, 1, 2, 3], Results(static () => Run(static (ref flag, ref result) =>
    {
        for (int i = 0; i < 3; i++)
        {
            if (Volatile.Read(ref flag) == 1)
                result++;
        }
    })));

    [Fact]
    public void WhatARoundKeepsInARefStructIsFound() => Assert.Equal([0, 1], Results(static () => Run(static (ref flag, ref result) =>
    {
        Rounds rounds = default;
        Go(ref rounds, ref flag, ref result);

        static void Go(ref Rounds rounds, ref int flag, ref int result)
        {
            do
            {
                if (Volatile.Read(ref flag) == 1)
                    result = 1;
            }
            while (rounds.Next());
        }
    })));

    [Fact]
    public void WhatAnExceptionCarriesOutOfALoopIsFound() => Assert.Equal([0, 1, 2], Results(static () => Run(static (ref flag, ref result) =>
    {
        int rounds = 0;
        try
        {
            while (true)
            {
                if (Volatile.Read(ref flag) == 1 || rounds == 2)
                    throw new InvalidOperationException();
                rounds++;
            }
        }
        catch (InvalidOperationException)
        {
            result = rounds;
        }
    })));

    [Fact]
    public void ASpinWaitCountsWhereItIsAsked() => Assert.Equal([1, 7], Results(static () => Run(static (ref flag, ref result) =>
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref flag) == 0)
        {
            if (spin.Count > 5)
            {
                result = spin.Count + 1;
                return;
            }
            spin.SpinOnce();
        }
        result = 1;
    })));

    [Fact]
    public void ASpinWaitYieldsAfterTenRounds() => Assert.Equal([0, 10], Results(static () => Run(static (ref flag, ref result) =>
    {
        var spin = new SpinWait();
        while (!spin.NextSpinWillYield)
        {
            if (Volatile.Read(ref flag) == 1)
                return;
            spin.SpinOnce();
        }
        result = spin.Count;
    })));

    // -- What does not matter costs nothing -------------------------------------------------------------------------------------------------

    [Fact]
    public void ABackOffThatGrowsIsNoStateOfTheLoop() => Assert.Equal(1, Count(static () => Run(static (ref flag, ref result) =>
    {
        for (int delay = 1; Volatile.Read(ref flag) == 0; delay = Math.Min(2 * delay, 1 << 20))
            Thread.SpinWait(delay);
    })));

    [Fact]
    public void WhatOnlyDecidesBetweenSleepAndYieldIsNoStateOfTheLoop() => Assert.Equal(1, Count(static () => Run(static (ref flag, ref result) =>
    {
        int rounds = 0;
        while (Volatile.Read(ref flag) == 0)
        {
            rounds++;
            if (rounds % 20 == 0)
                Thread.Sleep(1);
            else if (rounds > 10)
                Thread.Yield();
        }
    })));

    [Fact]
    public void AnEmptyLoopThatOnlyTakesTimeIsNoStateOfTheLoopAroundIt() => Assert.Equal(1, Count(static () => Run(static (ref flag, ref result) =>
    {
        int delay = 1;
        while (Volatile.Read(ref flag) == 0)
        {
            for (int i = 0; i < delay; i++)
            {
            }
            delay++;
        }
    })));

    // It succeeds, or gives up.
    [Theory]
    [InlineData(2)]
    [InlineData(5_000)]
    public void RoundsThatOnlyCountUntilTheLoopGivesUpAreOneExecution(int most) => Assert.Equal(2, Count(() => Run((ref flag, ref result) =>
    {
        int left = most;
        result = TryWait(ref flag, left) ? 1 : 0;

        static bool TryWait(ref int flag, int left)
        {
            for (int i = 0; i < left; i++)
            {
                if (Volatile.Read(ref flag) == 1)
                    return true;
                Thread.Yield();
            }
            return false;
        }
    })));

    // It succeeds in the first round, or in the last, or gives up; when it gives up, the flag may be set in the last round's second look.
    [Fact]
    public void TheLastRoundBeforeALoopGivesUpIsExplored() => Assert.Equal([0, 1, 2], Results(static () => Run(static (ref flag, ref result) =>
    {
        int last;
        for (int i = 0; ; i++)
        {
            last = Volatile.Read(ref flag);
            if (i == 1000)
                break;
            if (last == 1)
            {
                result = 1;
                return;
            }
            Thread.Yield();
        }
        result = 2 * last;
    })));

    // A round that leaves something behind in what is a caller's is not in vain; what is only the loop's own may change.
    [Fact]
    public void WhatIsSetByAnOutArgumentAndNotUsedIsNoStateOfTheLoop() => Assert.Equal(1, Count(static () => Run(static (ref flag, ref result) =>
    {
        while (!TryTake(ref flag, out int found))
        {
        }

        static bool TryTake(ref int flag, out int found)
        {
            found = -1;
            if (Volatile.Read(ref flag) == 1)
            {
                found = Volatile.Read(ref flag);
                return true;
            }
            found = -2;
            return false;
        }
    })));

    // What is seen of two locations need not have been there at once.
    [Fact]
    public void RoundsThatReadTwoLocationsAreRepeatedOnlyWhereTheyCanBe()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            int first = 0, second = 0, both = 0;
            var writer = new Thread(() =>
            {
                Volatile.Write(ref first, 1);
                Volatile.Write(ref first, 0);
                Volatile.Write(ref second, 1);
            });
            writer.Start();
            int i = 0;
            for (; i < 2; i++)
            {
                if (Volatile.Read(ref first) + Volatile.Read(ref second) != 2)
                    break;
                Thread.Yield();
            }
            both = i;
            writer.Join();
            Assert.NotEqual(2, both);
        }, new InstrumentedOptions { Exploration = new ExplorationOptions { Model = MemoryModelKind.Sequential } });
        Assert.Equal(ExplorationVerdict.Passed, result.Exploration.Verdict);
    }

    [Fact]
    public void ALoopThatCountsForEverMakesTheAnswerInconclusive()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            int flag = 0;
            var waiting = new Thread(() =>
            {
                for (long i = 0; i < 10_000_000_000; i++)
                {
                    if (Volatile.Read(ref flag) == 1)
                        return;
                    Thread.Yield();
                }
            });
            waiting.Start();
            Volatile.Write(ref flag, 1);
            waiting.Join();
        });
        Assert.Equal(ExplorationVerdict.Inconclusive, result.Exploration.Verdict);
    }

    /// <summary>What the executions of <see cref="Run"/> end with.</summary>
    private static IEnumerable<int> Results(Action test)
    {
        InstrumentedResult result = Explorer.Run(test, new InstrumentedOptions { Exploration = new ExplorationOptions { KeepGoing = true } });
        return result.Exploration.Failures.Select(failure => int.Parse(failure.Message, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order();
    }

    private static long Count(Action test)
    {
        InstrumentedResult result = Explorer.Run(test, new InstrumentedOptions { Exploration = new ExplorationOptions { KeepGoing = true } });
        Assert.Equal((0, 0), (result.Exploration.Complete, result.Exploration.CutShort));
        return result.Exploration.Failed;
    }

    /// <summary>Has a thread wait for a flag, sets it in another, and throws what the waiting thread's result is.</summary>
    private static void Run(Waiting waiting)
    {
        int flag = 0, result = 0;
        var thread = new Thread(() => waiting(ref flag, ref result));
        thread.Start();
        Volatile.Write(ref flag, 1);
        thread.Join();
        throw new ResultException(result);
    }

    private sealed class ResultException(int result) : Exception($"{result}");

    private ref struct Rounds
    {
        private int _count;

        public bool Next() => ++_count < 3;
    }
}
