using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What stops goes on as what it was, or not at all.</summary>
public class CheckpointTests
{
    private static readonly Action Right = static () => Counted(3);
    private static readonly Action Wrong = static () => Counted(2);

    [Fact]
    public void ACheckpointOfAnotherMethodIsRefused()
    {
        ExplorationCheckpoint part = Part(Right, new ExplorationOptions());
        Assert.Contains("not of", Refused(Wrong, new ExplorationOptions { Resume = part }), StringComparison.Ordinal);
        Assert.Equal(ExplorationVerdict.Passed, Run(Right, new ExplorationOptions { Resume = part }).Verdict);
    }

    [Fact]
    public void ACheckpointOfOtherValuesGivenIsRefused()
    {
        static Action Of(int expected) => () => Counted(expected);
        Assert.Contains("expected = 2", Refused(Of(2), new ExplorationOptions { Resume = Part(Of(3), new ExplorationOptions()) }), StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointOfOtherChecksOrBoundsIsRefused()
    {
        ExplorationCheckpoint part = Part(Right, new ExplorationOptions());
        Assert.Contains("looked for None", Refused(Right, new ExplorationOptions { Resume = part, Checks = ExecutionChecks.DataRaces }), StringComparison.Ordinal);
        Assert.Contains("preemptions", Refused(Right, new ExplorationOptions { Resume = part, Preemptions = 1 }), StringComparison.Ordinal);
        Assert.Contains("operations", Refused(Right, new ExplorationOptions { Resume = part, MaxOperations = 10 }), StringComparison.Ordinal);
        Assert.Contains("under DotNet", Refused(Right, new ExplorationOptions { Resume = part, Model = MemoryModelKind.Sequential }), StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointOfAnotherBuildOrWithOtherAssembliesIsRefused()
    {
        ExplorationCheckpoint part = Part(Right, new ExplorationOptions());
        string own = typeof(CheckpointTests).Assembly.GetName().Name!;
        Assert.Equal(typeof(CheckpointTests).Module.ModuleVersionId, part.Builds[own]);
        ExplorationCheckpoint older = part with { Builds = part.Builds.ToDictionary(build => build.Key, build => build.Key == own ? Guid.NewGuid() : build.Value) };
        Assert.Contains("built anew", Refused(Right, new ExplorationOptions { Resume = older }), StringComparison.Ordinal);
        Assert.Contains("System.Collections.Concurrent", Refused(Right, new ExplorationOptions { Resume = part }, "System.Collections.Concurrent"), StringComparison.Ordinal);
    }

    [Fact]
    public void APathThatLeadsNowhereIsRefused() =>
        Assert.Contains("leads where", Refused(Right, new ExplorationOptions { Resume = Part(Right, new ExplorationOptions()) with { Left = [[999, 5]] } }), StringComparison.Ordinal);

    // Whatever is left at each of many pauses, and wherever a run ends, all comes out as one exploration.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void CheckpointsOnTheWayAreWholeExplorations(int workers)
    {
        ExplorationResult all = Run(Right, new ExplorationOptions { Symmetry = false });
        List<ExplorationCheckpoint> kept = [];
        ExplorationResult paused = Run(Right, new ExplorationOptions { Symmetry = false, Workers = workers, KeepCheckpoint = kept.Add, CheckpointPause = TimeSpan.Zero });
        Assert.Equal((all.Complete, all.Blocked, ExplorationVerdict.Passed), (paused.Complete, paused.Blocked, paused.Verdict));
        Assert.NotEmpty(kept);
        foreach (ExplorationCheckpoint one in kept)
        {
            ExplorationResult rest = Run(Right, new ExplorationOptions { Symmetry = false, Resume = ExplorationCheckpoint.Parse(one.ToJson()) });
            Assert.Equal((all.Complete, all.Blocked, ExplorationVerdict.Passed), (rest.Complete, rest.Blocked, rest.Verdict));
        }
    }

    [Fact]
    public void WhoEndsAnExplorationGetsACheckpoint()
    {
        using var ending = new CancellationTokenSource();
        ExplorationResult all = Run(Right, new ExplorationOptions { Symmetry = false });
        ExplorationResult part = Run(Right, new ExplorationOptions
        {
            Symmetry = false,
            Cancellation = ending.Token,
            CheckpointPause = TimeSpan.Zero,
            KeepCheckpoint = _ => ending.Cancel(),
        });
        Assert.Equal(ExplorationVerdict.Inconclusive, part.Verdict);
        Assert.True(part.Complete < all.Complete, $"{part.Complete}");
        ExplorationResult rest = Run(Right, new ExplorationOptions { Symmetry = false, Resume = part.Checkpoint });
        Assert.Equal((all.Complete, ExplorationVerdict.Passed), (rest.Complete, rest.Verdict));
    }

    private static void Counted(int threads)
    {
        int count = 0;
        Action increment = () =>
        {
            Interlocked.Increment(ref count);
            Interlocked.Increment(ref count);
        };
        Parallel.Invoke(increment, increment, increment);
        Assert.Equal(2 * threads, count);
    }

    private static ExplorationCheckpoint Part(Action test, ExplorationOptions options) => Run(test, options with { MaxExecutions = 3 }).Checkpoint!;

    private static string Refused(Action test, ExplorationOptions options, params string[] also) =>
        Assert.Throws<CheckpointException>(() => Explorer.Run(test, new InstrumentedOptions { Exploration = options, Also = also })).Message;

    private static ExplorationResult Run(Action test, ExplorationOptions options) => Explorer.Run(test, new InstrumentedOptions { Exploration = options }).Exploration;
}
