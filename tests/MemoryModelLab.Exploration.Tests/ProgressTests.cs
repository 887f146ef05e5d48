using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Tests.Corpus;
using MemoryModelLab.Exploration.Tests.Engine;

namespace MemoryModelLab.Exploration.Tests;

/// <summary>How much of a search is done, told while it goes on.</summary>
public class ProgressTests
{
    [Theory]
    [InlineData("seqlock", "N=2", 1)]
    [InlineData("seqlock", "N=2", 3)]
    [InlineData("msq", "P=2 -DC=2", 1)]
    public void What_is_left_shrinks_to_nothing(string program, string arguments, int workers)
    {
        var told = new Told();
        var result = Reference.Explore(program, arguments, new ExplorationOptions { Model = MemoryModelKind.RC11, Workers = workers, Progress = told });
        Assert.Equal(ExplorationVerdict.Passed, result.Verdict);
        Assert.All(told.All, progress => Assert.InRange(progress.Done, 0, 1));
        Assert.All(told.All, progress => Assert.InRange(progress.Executions, 1, result.Complete + result.Blocked));
        if (workers == 1) Assert.Equal(told.All.OrderBy(progress => progress.Done), told.All);
    }

    [Theory]
    [InlineData("fetchadd", "N=4", 24)]
    [InlineData("lostupdate", "N=3", 36)]
    [InlineData("seqlock", "N=2", 2432)]
    public void The_shares_of_what_is_left_and_what_is_done_make_one(string program, string arguments, long executions)
    {
        double last = 1;
        long complete = 0;
        ReferenceRunners.ForEach(
            Runner,
            program,
            arguments,
            runner =>
            {
                complete += runner.Ending.IsComplete() ? 1 : 0;
                double left = runner.Search.Left();
                Assert.InRange(left, 0, last + 1e-9);
                last = left;
            },
            () => (last, complete) = (1, 0));
        Assert.Equal((executions, 0.0), (complete, Math.Round(last, 9)));
    }

    [Fact]
    public void A_part_given_away_takes_its_share_with_it()
    {
        int given = 0;
        ReferenceRunners.ForEach(
            Runner,
            "lostupdate",
            "N=4",
            runner =>
            {
                double left = runner.Search.Left();
                if (runner.Search.GiveAway() is not { } part) return;
                Assert.Equal(left, runner.Search.Left() + part.Share, 9);
                given++;
            },
            () => given = 0);
        Assert.InRange(given, 5, 576);
    }

    [Fact]
    public void Executions_drawn_at_random_are_told_too()
    {
        var told = new Told();
        var options = new ExplorationOptions { Sampling = new ExplorationSampling(100_000), MaxTime = TimeSpan.FromSeconds(1), Progress = told };
        Reference.Explore("msq", "P=2 -DC=2", options);
        Assert.NotEmpty(told.All);
        Assert.All(told.All, progress => Assert.Equal(progress.Executions / 100_000.0, progress.Done, tolerance: 0.001));
    }

    private static ProgramRunner Runner() => new(_ => new HappensBeforeModel(Clocks.Lanes, everythingSynchronises: false), Clocks.Lanes);

    private sealed class Told : IProgress<ExplorationProgress>
    {
        public List<ExplorationProgress> All { get; } = [];

        public void Report(ExplorationProgress value) => All.Add(value);
    }
}
