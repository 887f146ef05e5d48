using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Tests.Corpus;

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
        var result = Explorer.Explore(() => ReferencePrograms.Create(program, arguments), new ExplorationOptions { Model = MemoryModelKind.RC11, Workers = workers, Progress = told });
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
        var runner = new ProgramRunner(_ => new HappensBeforeModel(Clocks.Lanes, everythingSynchronises: false), Clocks.Lanes);
        var before = Runtime.SharedMemory.Enter(runner);
        try
        {
            runner.AddThreads(ReferencePrograms.Create(program, arguments));
            runner.Restart([]);
            double last = 1;
            long complete = 0;
            do
            {
                runner.RunToEnd(stopAtFailure: true);
                complete += runner.Ending.IsComplete() ? 1 : 0;
                double left = runner.Search.Left();
                Assert.InRange(left, 0, last + 1e-9);
                last = left;
            }
            while (runner.Search.Next());

            Assert.Equal((executions, 0.0), (complete, Math.Round(last, 9)));
        }
        finally
        {
            Runtime.SharedMemory.Enter(before);
        }
    }

    [Fact]
    public void A_part_given_away_takes_its_share_with_it()
    {
        var runner = new ProgramRunner(_ => new HappensBeforeModel(Clocks.Lanes, everythingSynchronises: false), Clocks.Lanes);
        var before = Runtime.SharedMemory.Enter(runner);
        try
        {
            runner.AddThreads(ReferencePrograms.Create("lostupdate", "N=4"));
            runner.Restart([]);
            int given = 0;
            do
            {
                runner.RunToEnd(stopAtFailure: true);
                double left = runner.Search.Left();
                if (runner.Search.GiveAway() is not { } part) continue;
                Assert.Equal(left, runner.Search.Left() + part.Share, 9);
                given++;
            }
            while (runner.Search.Next());

            Assert.InRange(given, 5, 576);
        }
        finally
        {
            Runtime.SharedMemory.Enter(before);
        }
    }

    [Fact]
    public void Executions_drawn_at_random_are_told_too()
    {
        var told = new Told();
        var options = new ExplorationOptions { Sampling = new ExplorationSampling(100_000), MaxTime = TimeSpan.FromSeconds(1), Progress = told };
        Explorer.Explore(() => ReferencePrograms.Create("msq", "P=2 -DC=2"), options);
        Assert.NotEmpty(told.All);
        Assert.All(told.All, progress => Assert.Equal(progress.Executions / 100_000.0, progress.Done, tolerance: 0.001));
    }

    private sealed class Told : IProgress<ExplorationProgress>
    {
        public List<ExplorationProgress> All { get; } = [];

        public void Report(ExplorationProgress value) => All.Add(value);
    }
}
