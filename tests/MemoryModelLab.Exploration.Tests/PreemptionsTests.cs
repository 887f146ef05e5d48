using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;
using MemoryModelLab.Exploration.Tests.Engine;

namespace MemoryModelLab.Exploration.Tests;

/// <summary>Exploring with a bound on preemptions reaches the executions within it, all of them, and says that it left some out.</summary>
public class PreemptionsTests
{
    [Theory]
    [InlineData("lostupdate", "N=3", 0, 6)]
    [InlineData("lostupdate", "N=4", 0, 24)]
    [InlineData("fetchadd", "N=4", 0, 24)]
    [InlineData("readers", "N=5", 0, 32)]
    public void Without_preemptions_threads_run_one_after_the_other(string program, string arguments, int most, long expected) =>
        Assert.Equal(expected, Run(program, arguments, MemoryModelKind.Sequential, most).Complete);

    [Theory]
    [InlineData("lostupdate", "N=3")]
    [InlineData("lostupdate", "N=4")]
    [InlineData("casloop", "N=3")]
    [InlineData("twowriters", "N=3")]
    [InlineData("iriw", "")]
    [InlineData("sbplain", "N=4")]
    [InlineData("seqlock", "N=2")]
    [InlineData("treiber", "P=2 -DC=1")]
    [InlineData("msq", "P=2 -DC=1")]
    public void All_executions_within_the_bound_are_explored(string program, string arguments)
    {
        foreach (var model in new[] { MemoryModelKind.Sequential, MemoryModelKind.RC11 })
        {
            long all = Run(program, arguments, model, null).Complete;
            for (int most = 0; most <= 3; most++)
            {
                var result = Run(program, arguments, model, most);
                long within = Within(program, arguments, model, most);
                Assert.Equal((model, most, within), (model, most, result.Complete));
                Assert.Equal(within == all && result.Pruned == 0 ? ExplorationVerdict.Passed : ExplorationVerdict.Inconclusive, result.Verdict);
            }
        }
    }

    [Fact]
    public void A_fault_that_needs_one_preemption_is_found_with_one()
    {
        ExplorationVerdict Verdict(int most) => Explorer.Explore(() =>
        {
            var x = new Cell<int>();
            return new ExplorationProgram([
                () =>
                {
                    x.Value = 1;
                    x.Value = 2;
                },
                () =>
                {
                    if (x.Value == 1) throw new AssertionFailedException("half way");
                }]);
        }, new ExplorationOptions { Model = MemoryModelKind.Sequential, Preemptions = most }).Verdict;
        Assert.Equal((ExplorationVerdict.Inconclusive, ExplorationVerdict.Failed), (Verdict(0), Verdict(1)));
    }

    [Fact]
    public void Waiting_for_a_thread_to_end_is_no_preemption()
    {
        var result = Explorer.Explore(() =>
        {
            var x = new Cell<int>();
            int child = SharedMemory.Start(() => x.Value++);
            SharedMemory.Join(child);
            x.Value++;
        }, new ExplorationOptions { Model = MemoryModelKind.Sequential, Preemptions = 0 });
        Assert.Equal((ExplorationVerdict.Passed, 1L, 0L), (result.Verdict, result.Complete, result.Pruned));
    }

    [Fact]
    public void What_was_left_out_is_remembered_by_a_checkpoint()
    {
        var options = new ExplorationOptions { Model = MemoryModelKind.Sequential, Preemptions = 0 };
        var result = Reference.Explore("lostupdate", "N=3", options with { MaxExecutions = 5 });
        long pruned = 0;
        while (result.Checkpoint is { } checkpoint)
        {
            pruned = Math.Max(pruned, checkpoint.Pruned);
            result = Reference.Explore("lostupdate", "N=3", options with { MaxExecutions = 1, Resume = ExplorationCheckpoint.Parse(checkpoint.ToJson()) });
        }

        Assert.True(pruned > 0);
        Assert.Equal(ExplorationVerdict.Inconclusive, result.Verdict);
    }

    private static ExplorationResult Run(string program, string arguments, MemoryModelKind model, int? most) =>
        Reference.Explore(program, arguments, new ExplorationOptions { Symmetry = false, Model = model, Preemptions = most });

    /// <summary>How many of all complete executions are within a bound.</summary>
    private static long Within(string program, string arguments, MemoryModelKind kind, int most)
    {
        ConsistencyModel Model() => kind == MemoryModelKind.Sequential ? new SequentialModel(Clocks.Lanes) : new HappensBeforeModel(Clocks.Lanes, everythingSynchronises: false);
        var preemptions = new Preemptions(most, kind == MemoryModelKind.Sequential);
        long within = 0;
        ReferenceRunners.ForEach(
            () => new ProgramRunner(_ => Model(), Clocks.Lanes),
            program,
            arguments,
            runner =>
            {
                if (runner.Ending.IsComplete() && preemptions.IsWithin(runner.Search.Graph)) within++;
            },
            () => within = 0);
        return within;
    }
}
