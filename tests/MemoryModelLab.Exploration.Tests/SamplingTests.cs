using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests;

/// <summary>Executions drawn at random: of those there are, all of them in the end, and never a pass.</summary>
public class SamplingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void What_only_weak_memory_breaks_is_met_by_chance(int? depth)
    {
        foreach (var (program, arguments) in new[] { ("mpbug", ""), ("publish", "N=2 -DBROKEN"), ("peterson", "") })
        {
            var sampling = new ExplorationSampling(20_000) { Depth = depth };
            Assert.Equal(ExplorationVerdict.Failed, Run(program, arguments, MemoryModelKind.RC11, sampling).Verdict);
            Assert.Equal(ExplorationVerdict.Inconclusive, Run(program, arguments, MemoryModelKind.TotalStoreOrder, sampling with { Executions = 500 }).Verdict);
        }
    }

    [Theory]
    [InlineData(MemoryModelKind.Sequential)]
    [InlineData(MemoryModelKind.TotalStoreOrder)]
    [InlineData(MemoryModelKind.RC11)]
    [InlineData(MemoryModelKind.DotNet)]
    public void The_outcomes_met_by_chance_are_those_there_are(MemoryModelKind model)
    {
        var options = new ExplorationOptions { Model = model, KeepGoing = true };
        string[] there = Outcomes(options);
        Assert.Equal(there, Outcomes(options with { Sampling = new ExplorationSampling(8_000) }));
        Assert.True(there.Length > 4, $"{there.Length} outcomes");
    }

    [Fact]
    public void Without_a_failure_nothing_is_concluded_and_all_were_run()
    {
        var result = Run("ticketlock", "N=4", MemoryModelKind.RC11, new ExplorationSampling(300));
        Assert.Equal((ExplorationVerdict.Inconclusive, 300, 0), (result.Verdict, result.Complete, result.Blocked));
        Assert.Null(result.Checkpoint);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void A_seed_draws_the_same_executions_whoever_runs_them(int? depth)
    {
        long Failures(long seed, int workers) => Reference.Explore("mpbug", "", new ExplorationOptions
        {
            Model = MemoryModelKind.RC11,
            KeepGoing = true,
            Workers = workers,
            Sampling = new ExplorationSampling(2_000) { Depth = depth, Seed = seed },
        }).Failed;
        Assert.Equal(Failures(1, 1), Failures(1, 3));
        Assert.NotEqual(Failures(1, 1), Failures(2, 1));
    }

    [Fact]
    public void Threads_that_wait_for_each_other_are_found_waiting()
    {
        var result = Explorer.Explore(() =>
        {
            var (first, second) = (new object(), new object());
            Action Thread(object outer, object inner) => () =>
            {
                SharedMemory.Enter(outer);
                SharedMemory.Enter(inner);
                SharedMemory.Exit(inner);
                SharedMemory.Exit(outer);
            };
            return new ExplorationProgram([Thread(first, second), Thread(second, first)]);
        }, new ExplorationOptions { Sampling = new ExplorationSampling(1_000) });
        Assert.Equal(FailureKind.Deadlock, Assert.Single(result.Failures).Kind);
    }

    [Fact]
    public void Threads_too_long_to_be_explored_are_run()
    {
        var result = Explorer.Explore(() =>
        {
            var x = new Cell<int>();
            Action add = () =>
            {
                for (int i = 0; i < 200; i++) x.FetchAdd(1);
            };
            return new ExplorationProgram([add, add, add], () =>
            {
                if (x.Value != 600) throw new AssertionFailedException("an increment is lost");
            });
        }, new ExplorationOptions { Sampling = new ExplorationSampling(50) });
        Assert.Equal((50, 0), (result.Complete, result.Failed));
    }

    private static ExplorationResult Run(string program, string arguments, MemoryModelKind model, ExplorationSampling sampling) =>
        Reference.Explore(program, arguments, new ExplorationOptions { Model = model, Sampling = sampling });

    /// <summary>Two writers of two variables and a reader: what was read, and what is there in the end.</summary>
    private static string[] Outcomes(ExplorationOptions options)
    {
        var met = new HashSet<string>();
        Explorer.Explore(() =>
        {
            var (x, y, r) = (new Cell<int>(), new Cell<int>(), new Cell<int>());
            return new ExplorationProgram(
                [
                    () => (x.Value, y.Value) = (1, 2),
                    () => (y.Value, x.Value) = (1, 2),
                    () => r.Value = y.Volatile * 10 + x.Value,
                    () => x.TryReplace(2, 3),
                ],
                () => met.Add($"{r.Value} {x.Value} {y.Value}"));
        }, options);
        return [.. met.Order()];
    }
}
