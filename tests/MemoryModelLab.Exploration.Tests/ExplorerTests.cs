using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests;

public class ExplorerTests
{
    [Theory]
    [InlineData("fetchadd", 4, 24)]
    [InlineData("fetchadd", 6, 720)]
    [InlineData("lostupdate", 4, 576)]
    [InlineData("readers", 10, 1024)]
    public void The_number_of_executions_is_the_closed_form_under_every_model(string program, int n, long expected)
    {
        foreach (var model in Models)
        {
            var result = Reference.Explore(program, $"N={n}", new ExplorationOptions { Symmetry = false, Model = model });
            Assert.Equal((model, expected, 0L), (model, result.Complete, result.Blocked));
            Assert.Equal(ExplorationVerdict.Passed, result.Verdict);
        }
    }

    [Theory]
    [InlineData("sbplain", MemoryModelKind.Sequential, 31)]
    [InlineData("sbplain", MemoryModelKind.TotalStoreOrder, 32)]
    [InlineData("sbplain", MemoryModelKind.ReleaseAcquire, 32)]
    [InlineData("sbplain", MemoryModelKind.RC11, 32)]
    [InlineData("sbfence", MemoryModelKind.TotalStoreOrder, 31)]
    [InlineData("sbfence", MemoryModelKind.ReleaseAcquire, 31)]
    [InlineData("sbfence", MemoryModelKind.RC11, 31)]
    public void Only_without_fences_do_all_of_a_ring_miss_each_other(string program, MemoryModelKind model, long expected) =>
        Assert.Equal(expected, Reference.Explore(program, "N=5", new ExplorationOptions { Symmetry = false, Model = model }).Complete);

    [Theory]
    [InlineData("mpbug", "")]
    [InlineData("publish", "BROKEN")]
    [InlineData("peterson", "")]
    public void What_only_weak_memory_breaks_is_found_there_and_nowhere_else(string program, string arguments)
    {
        ExplorationVerdict Verdict(MemoryModelKind model) =>
            Reference.Explore(program, arguments, new ExplorationOptions { Symmetry = false, Model = model }).Verdict;

        Assert.Equal(ExplorationVerdict.Passed, Verdict(MemoryModelKind.Sequential));
        Assert.Equal(ExplorationVerdict.Passed, Verdict(MemoryModelKind.TotalStoreOrder));
        Assert.Equal(ExplorationVerdict.Failed, Verdict(MemoryModelKind.RC11));
    }

    [Fact]
    public void A_bound_makes_the_answer_inconclusive()
    {
        var options = new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.RC11, MaxExecutions = 100 };
        var result = Reference.Explore("fetchadd", "N=6", options);
        Assert.Equal((ExplorationVerdict.Inconclusive, 100), (result.Verdict, result.Complete));
    }

    [Fact]
    public void Two_locks_taken_in_opposite_order_deadlock()
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
        }, new ExplorationOptions { Model = MemoryModelKind.RC11 });
        Assert.Equal(FailureKind.Deadlock, Assert.Single(result.Failures).Kind);
    }

    [Fact]
    public void A_lock_makes_increments_atomic()
    {
        var result = Explorer.Explore(() =>
        {
            var (guard, counter) = (new object(), new Cell<int>());
            Action increment = () =>
            {
                SharedMemory.Enter(guard);
                counter.Value++;
                SharedMemory.Exit(guard);
            };
            return new ExplorationProgram([increment, increment, increment], () =>
            {
                if (counter.Value != 3) throw new AssertionFailedException("an increment is lost");
            });
        }, new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.RC11 });
        Assert.Equal((ExplorationVerdict.Passed, 6), (result.Verdict, result.Complete));
    }

    [Fact]
    public void A_program_starts_and_joins_its_threads_itself()
    {
        int created = 0;
        var result = Explorer.Explore(() =>
        {
            var node = (Node)SharedMemory.New(typeof(Node));
            int next = SharedMemory.Field(node, 1, ref node.Next);
            int child = SharedMemory.Start(() => SharedMemory.Write(next, node));
            int other = SharedMemory.Start(() => created += SharedMemory.Read<Node?>(next) == node ? 1 : 0);
            SharedMemory.Join(child);
            SharedMemory.Join(other);
            if (SharedMemory.Read<Node?>(next) != node) throw new AssertionFailedException("the join does not order");
        }, new ExplorationOptions { Model = MemoryModelKind.RC11 });
        Assert.Equal((ExplorationVerdict.Passed, 2), (result.Verdict, result.Complete));
        Assert.True(created > 0);
    }

    [Fact]
    public void A_waiting_thread_is_woken_by_a_pulse_unless_it_comes_too_early()
    {
        ExplorationResult Run(bool checksFlag) => Explorer.Explore(() =>
        {
            var (gate, ready) = (new object(), new Cell<bool>());
            return new ExplorationProgram([
                () =>
                {
                    SharedMemory.Enter(gate);
                    if (!checksFlag || !ready.Value) SharedMemory.Wait(gate);
                    SharedMemory.Exit(gate);
                },
                () =>
                {
                    SharedMemory.Enter(gate);
                    ready.Value = true;
                    SharedMemory.Pulse(gate);
                    SharedMemory.Exit(gate);
                }]);
        }, new ExplorationOptions { Model = MemoryModelKind.RC11 });

        Assert.Equal(ExplorationVerdict.Passed, Run(checksFlag: true).Verdict);
        Assert.Equal(FailureKind.Deadlock, Assert.Single(Run(checksFlag: false).Failures).Kind);
    }

    [Fact]
    public void A_loop_that_nobody_can_end_is_reported()
    {
        var result = Explorer.Explore(() => new ExplorationProgram([() =>
        {
            while (true) SharedMemory.LoopHead(1);
        }]), new ExplorationOptions { Model = MemoryModelKind.RC11 });
        Assert.Equal(FailureKind.EndlessLoop, Assert.Single(result.Failures).Kind);
    }

    [Fact]
    public void A_thread_that_never_ends_is_stopped_and_nothing_is_concluded()
    {
        var result = Explorer.Explore(() =>
        {
            var x = new Cell<int>();
            return new ExplorationProgram([() =>
            {
                while (true) x.Value++;
            }]);
        }, new ExplorationOptions { MaxOperations = 100 });
        Assert.Equal((ExplorationVerdict.Inconclusive, 0, 1), (result.Verdict, result.Complete, result.CutShort));
    }

    [Fact]
    public void A_loop_that_waits_is_found_by_its_head_without_being_told()
    {
        var result = Explorer.Explore(() =>
        {
            var (data, flag) = (new Cell<int>(), new Cell<bool>());
            return new ExplorationProgram([
                () => (data.Value, flag.Volatile) = (1, true),
                () =>
                {
                    while (!flag.Volatile) SharedMemory.LoopHead(1);
                    if (data.Value != 1) throw new AssertionFailedException("the flag outran the data");
                }]);
        }, new ExplorationOptions { Model = MemoryModelKind.RC11 });
        Assert.Equal(ExplorationVerdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_failure_comes_with_the_execution_and_where_each_value_is_from()
    {
        var result = Explorer.Explore(() =>
        {
            var (data, flag) = (new Cell<int>(0, "data"), new Cell<bool>(false, "flag"));
            return new ExplorationProgram([
                () =>
                {
                    data.Value = -7;
                    flag.Value = true;
                },
                () =>
                {
                    if (flag.Volatile && data.Value == 0) throw new AssertionFailedException("the flag outran the data");
                }]);
        });
        Assert.Contains("load buffering", result.NotExplored, StringComparison.Ordinal);
        var failure = Assert.Single(result.Failures);
        Assert.Equal((FailureKind.Exception, 1, "the flag outran the data"), (failure.Kind, failure.Thread, failure.Message));
        Assert.Equal(
            ["write data = -7", "write flag = true", "volatile read flag = true (from #1)", "read data = 0 (initial, overwritten elsewhere)"],
            failure.Execution.Events.Select(e => e.ToString()));
    }

    [Fact]
    public void Going_on_after_a_failure_counts_all_executions()
    {
        var options = new ExplorationOptions { Model = MemoryModelKind.RC11, KeepGoing = true };
        var result = Reference.Explore("publish", "N=1 -DBROKEN", options);
        Assert.Equal((2, 1), (result.Complete, result.Failed));
        Assert.Null(result.NotExplored);
    }

    [Theory]
    [InlineData("fetchadd", "N=6", MemoryModelKind.RC11, 720)]
    [InlineData("treiber", "P=2 -DC=2", MemoryModelKind.Sequential, 220)]
    [InlineData("msq", "P=2 -DC=2", MemoryModelKind.RC11, 11198)]
    [InlineData("seqlock", "N=2", MemoryModelKind.RC11, 2432)]
    [InlineData("ticketlock", "N=4", MemoryModelKind.TotalStoreOrder, 24)]
    public void Several_workers_explore_the_same_executions(string program, string arguments, MemoryModelKind model, long expected)
    {
        var options = new ExplorationOptions { Symmetry = false, Model = model };
        var alone = Reference.Explore(program, arguments, options);
        var together = Reference.Explore(program, arguments, options with { Workers = 4 });
        Assert.Equal((expected, alone.Blocked), (together.Complete, together.Blocked));
        Assert.Equal(ExplorationVerdict.Passed, together.Verdict);
    }

    [Fact]
    public void A_failure_ends_the_work_of_all()
    {
        var options = new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.RC11, Workers = 3 };
        Assert.Equal(ExplorationVerdict.Failed, Reference.Explore("publish", "N=4 -DBROKEN", options).Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exploration_is_taken_up_where_it_was_stopped(int workers)
    {
        var options = new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.RC11, MaxExecutions = 500, Workers = workers };
        ExplorationCheckpoint? checkpoint = null;
        ExplorationResult result;
        int rounds = 0;
        do
        {
            result = Reference.Explore("seqlock", "N=2", options with { Resume = checkpoint });
            checkpoint = result.Checkpoint is null ? null : ExplorationCheckpoint.Parse(result.Checkpoint.ToJson());
            rounds++;
        }
        while (result.Verdict == ExplorationVerdict.Inconclusive && rounds < 100);

        Assert.Equal((ExplorationVerdict.Passed, 2432), (result.Verdict, result.Complete));
        Assert.True(rounds > 2, $"{rounds} rounds");
    }

    [Fact]
    public void A_checkpoint_of_another_model_or_no_checkpoint_is_refused()
    {
        var checkpoint = new ExplorationCheckpoint(ExplorationCheckpoint.CurrentVersion, MemoryModelKind.RC11, 0, 0, 0, 0, [[]]);
        var options = new ExplorationOptions { Model = MemoryModelKind.Sequential, Resume = checkpoint };
        Assert.Throws<CheckpointException>(() => Reference.Explore("fetchadd", "", options));
        Assert.Throws<FormatException>(() => ExplorationCheckpoint.Parse("{\"Version\":7}"));
        Assert.Throws<FormatException>(() => ExplorationCheckpoint.Parse("yes"));
    }

    [Theory]
    [InlineData("lostupdate", "N=4", 576)]
    [InlineData("readers", "N=8", 256)]
    [InlineData("casloop", "N=3", 60)]
    public void The_estimate_is_near_the_number_of_executions(string program, string arguments, long expected)
    {
        var options = new ExplorationOptions { Symmetry = false, Model = MemoryModelKind.RC11 };
        var estimate = Reference.Estimate(program, arguments, options, probes: 20_000);
        Assert.InRange(estimate.Executions, 0.8 * expected, 1.2 * expected);
    }

    private static MemoryModelKind[] Models =>
        [MemoryModelKind.Sequential, MemoryModelKind.TotalStoreOrder, MemoryModelKind.ReleaseAcquire, MemoryModelKind.RC11];

    private sealed class Node
    {
        public Node? Next;
    }
}
