using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What cannot be the same in every execution is refused: when a static constructor runs, where that matters, and what answers otherwise each time.</summary>
public class InitialiserTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void A_static_constructor_that_reads_what_threads_write_is_refused() => Refuses("Source.Value (InitialiserTests.cs:", static () =>
    {
        int seen = 0;
        Parallel.Invoke(() => Source.Value = 1, () => seen = Snapshot.Value);
    });

    [Fact]
    public void A_static_constructor_that_runs_before_the_threads_may_read_it() => Passes(static () =>
    {
        int snapshot = EarlySnapshot.Value;
        Parallel.Invoke(() => EarlySource.Value = 1, () => Assert.Equal(snapshot, EarlySnapshot.Value));
    });

    [Fact]
    public void A_static_constructor_reads_its_own() => Passes(static () =>
        Parallel.Invoke(() => Own.First = 3, () => Assert.Equal(2, Own.Second)));

    [Fact]
    public void Identities_are_unique_and_the_same_in_every_execution() => Passes(static () =>
    {
        var (x, left, right) = (0, Guid.Empty, Guid.Empty);
        Parallel.Invoke(() => { x = 1; left = Guid.NewGuid(); }, () => { if (x == 0) right = Guid.NewGuid(); });
        Assert.NotEqual(left, right);
        Assert.NotEqual(Guid.Empty, left);
    });

    [Fact]
    public void What_answers_otherwise_each_time_is_refused() =>
        Refuses("GC.GetTotalMemory is not supported by the explorer: it answers otherwise in each run", static () => Assert.NotEqual(0, GC.GetTotalMemory(false)));

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures.Select(failure => failure.Message))));
    }

    private void Refuses(string why, Action test) => Assert.Contains(why, Assert.Throws<UnsupportedCodeException>(() => tests.Run(test)).Message, StringComparison.Ordinal);

    private static class Source
    {
        public static int Value;
    }

    private static class Snapshot
    {
        public static readonly int Value = Source.Value;
    }

    private static class EarlySource
    {
        public static int Value;
    }

    private static class EarlySnapshot
    {
        public static readonly int Value = EarlySource.Value;
    }

    private static class Own
    {
        public static int First = 1;
        public static readonly int Second = First + 1;
    }
}
