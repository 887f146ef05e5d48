using System.Diagnostics;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Code whose rewriting is not that of one access.</summary>
public class RewritingTests
{
    private interface ICounter
    {
        int CountTo(in int step, ref int limit);
    }

    [Fact]
    public void AJumpOverAHandlerReachesItsTarget() => Explorer.Check(static () =>
    {
        int taken = 0;
        Parallel.Invoke(() => taken = Taken([1, 2, 3], 3), () => taken = 2);
        Assert.Equal(2, taken);

        static int Taken(IEnumerable<int> sizes, int most)
        {
            var taken = new List<int>();
            int used = 0;
            foreach (int next in sizes)
            {
                int size = next;
                if (used + size > most)
                    break;
                taken.Add(size);
                used += size;
            }
            return taken.Count;
        }
    });

    [Fact]
    public void AVirtualMethodWithALoopTakesAReadOnlyReference() => Explorer.Check(static () =>
    {
        int limit = 0, counted = 0, step = 1;
        ICounter counter = new Counter();
        Parallel.Invoke(() => limit = 1, () => counted = counter.CountTo(in step, ref limit));
        Assert.InRange(counted, 0, 3);
    });

    [Fact]
    public void LoopsThatWaitOneAfterTheOtherAreOneExecution()
    {
        ExplorationResult result = Explorer.Run(static () =>
        {
            int x = 0, y = 0, z = 0;
            var waiting = new Thread(() =>
            {
                while (Volatile.Read(ref z) == 0)
                {
                }
                while (Volatile.Read(ref y) == 0)
                {
                }
                while (Volatile.Read(ref x) == 0)
                {
                }
            });
            waiting.Start();
            new Thread(() => Volatile.Write(ref z, 1)).Start();
            new Thread(() => Volatile.Write(ref y, 1)).Start();
            new Thread(() => Volatile.Write(ref x, 1)).Start();
            waiting.Join();
        }).Exploration;
        Assert.Equal((ExplorationVerdict.Passed, 1), (result.Verdict, result.Complete));
    }

    [Fact]
    public void AnAssertionThatFailsIsAFailure() => Assert.Contains("Assertion failed: is set", Failure(static () =>
    {
        int x = 0;
        Parallel.Invoke(() => x = 1, () => Trace.Assert(x == 1, "is set"));
    }), StringComparison.Ordinal);

    [Fact]
    public void AnEndOfTheProcessIsAFailure()
    {
        Assert.Contains("Environment.Exit(0)", Failure(static () => Exit(0)), StringComparison.Ordinal);
        Assert.Contains("Environment.FailFast(so)", Failure(static () => Environment.FailFast("so")), StringComparison.Ordinal);

        static void Exit(int code) => Environment.Exit(code);
    }

    [Fact]
    public void MoreThreadsThanAreExploredAreToldOf() => Assert.Contains("at most 128 threads", Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () =>
    {
        for (int i = 0; i < 140; i++)
            new Thread(() => { }).Start();
    })).Message, StringComparison.Ordinal);

    [Fact]
    public void AClassThatDerivesFromWhatIsModelledConcernsItsUsersOnly() =>
        Assert.Contains("Later is not supported by the explorer: it derives from Lazy", Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () => _ = new Later().Value)).Message, StringComparison.Ordinal);

    [Fact]
    public void ADictionaryIsEnumeratedInTheOrderOfAdditions() => Explorer.Check(static () =>
    {
        var numbers = new Dictionary<string, int> { ["one"] = 1, ["two"] = 2, ["three"] = 3 };
        numbers["two"] = 22;
        numbers.Remove("one");
        Assert.Equal("two 22, three 3", string.Join(", ", numbers.Select(pair => $"{pair.Key} {pair.Value}")));
    });

    [Fact]
    public void AnAdditionEndsTheEnumerationOfADictionary() => Assert.Contains("Collection was modified", Failure(static () =>
    {
        var numbers = new Dictionary<int, int> { [1] = 1, [2] = 2 };
        foreach (KeyValuePair<int, int> pair in numbers)
            numbers.TryAdd(pair.Key + 10, 0);
    }), StringComparison.Ordinal);

    [Fact]
    public void AnExplorationInsideAnExplorationIsToldOf() =>
        Assert.Contains("an exploration inside an exploration", Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () => Explorer.Check(static () => { }))).Message, StringComparison.Ordinal);

    private static string Failure(Action test)
    {
        ExplorationResult result = Explorer.Run(test).Exploration;
        Assert.Equal(ExplorationVerdict.Failed, result.Verdict);
        return result.Failures[0].Message;
    }

    private sealed class Later() : Lazy<int>(1);

    private sealed class Counter : ICounter
    {
        public int CountTo(in int step, ref int limit)
        {
            int counted = 0;
            while (limit == 0 && counted < 3)
                counted += step;
            return counted;
        }
    }
}
