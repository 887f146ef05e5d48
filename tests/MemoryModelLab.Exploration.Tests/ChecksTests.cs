using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests;

/// <summary>What need not be wrong is found where it is, and not where it is not.</summary>
public class ChecksTests
{
    [Theory]
    [InlineData("mpbug", "", true)]
    [InlineData("publish", "N=2", false)]
    [InlineData("publish", "N=2 -DBROKEN", true)]
    [InlineData("spinlock", "N=3", false)]
    [InlineData("ticketlock", "N=3", false)]
    [InlineData("sbplain", "N=2", true)]
    [InlineData("lostupdate", "N=3", false)]
    [InlineData("seqlock", "N=1", true)]
    public void A_race_is_found_where_accesses_are_not_ordered(string program, string arguments, bool races)
    {
        foreach (var model in new[] { MemoryModelKind.Sequential, MemoryModelKind.RC11, MemoryModelKind.DotNet })
        {
            var options = new ExplorationOptions { Model = model, Checks = ExecutionChecks.DataRaces, KeepGoing = true };
            var result = Reference.Explore(program, arguments, options);
            Assert.Equal((model, races), (model, result.Failures.Any(failure => failure.Kind == FailureKind.DataRace)));
        }
    }

    [Fact]
    public void Both_accesses_of_a_race_are_named()
    {
        var result = Explorer.Explore(() =>
        {
            var (x, y) = (new Cell<int>(0, "x"), new Cell<int>(0, "y"));
            return new ExplorationProgram([() => x.Value = 1, () => y.Value = x.Volatile]);
        }, new ExplorationOptions { Checks = ExecutionChecks.DataRaces });
        var failure = Assert.Single(result.Failures);
        Assert.Equal((FailureKind.DataRace, "data race on x: thread 0's plain write and thread 1's read are not ordered"), (failure.Kind, failure.Message));
        Assert.Equal(["write x = 1", "volatile read x = 1 (from #0)"], failure.Involved.Select(number => failure.Execution.Events[number].ToString()));
    }

    [Fact]
    public void Locks_threads_ends_and_fences_order()
    {
        var result = Explorer.Explore(() =>
        {
            var (guard, x, y, flag) = (new object(), new Cell<int>(), new Cell<int>(), new Cell<int>());
            Action locked = () =>
            {
                SharedMemory.Enter(guard);
                x.Value++;
                SharedMemory.Exit(guard);
            };
            return new ExplorationProgram([
                () =>
                {
                    int child = SharedMemory.Start(locked);
                    locked();
                    SharedMemory.Join(child);
                    x.Value++;
                    y.Value = 1;
                    SharedMemory.Fence(MemoryOrder.Release);
                    flag.Value = 1;
                },
                () =>
                {
                    int seen = flag.Volatile;
                    SharedMemory.Fence(MemoryOrder.Acquire);
                    if (seen == 1) x.Value = y.Value;
                }]);
        }, new ExplorationOptions { Checks = ExecutionChecks.DataRaces, Model = MemoryModelKind.RC11, KeepGoing = true });
        // The flag itself is written plainly and read by another thread: that is the only race there is.
        Assert.NotEmpty(result.Failures);
        Assert.All(result.Failures, failure => Assert.Contains("v2", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_check_a_race_is_no_failure() =>
        Assert.Equal(ExplorationVerdict.Passed, Reference.Explore("sbplain", "N=2").Verdict);

    [Fact]
    public void A_value_that_is_there_again_is_found()
    {
        ExplorationResult Run(bool comesBack) => Explorer.Explore(() =>
        {
            var top = new Cell<int>(1, "top");
            return new ExplorationProgram([
                () => top.TryReplace(top.Volatile, 7),
                () =>
                {
                    top.Volatile = 2;
                    top.Volatile = comesBack ? 1 : 3;
                }]);
        }, new ExplorationOptions { Checks = ExecutionChecks.RecycledValues });
        var failure = Assert.Single(Run(comesBack: true).Failures);
        Assert.Equal(FailureKind.RecycledValue, failure.Kind);
        Assert.Equal([-1, 2], failure.Involved.Select(number => failure.Execution.Events[number]).Where(e => e.Source is not null).Select(e => e.Source!.Value));
        Assert.Equal(ExplorationVerdict.Passed, Run(comesBack: false).Verdict);
    }

    [Fact]
    public void A_struct_of_two_writes_is_found_torn()
    {
        InstrumentedResult result = Explorer.Run(static () =>
        {
            (long First, long Second) pair = (0, 0);
            var writer = new Thread(() => pair = (1, 2));
            writer.Start();
            (long, long) read = pair;
            writer.Join();
            GC.KeepAlive(read.Item1);
        }, Options(ExecutionChecks.TornReads));
        ExplorationFailure failure = Assert.Single(result.Exploration.Failures);
        Assert.Equal((FailureKind.TornRead, 2), (failure.Kind, failure.Involved.Count));
    }

    [Fact]
    public void A_struct_read_under_a_lock_is_whole() => Explorer.Check(static () =>
    {
        object guard = new();
        (long First, long Second) pair = (0, 0);
        var writer = new Thread(() =>
        {
            lock (guard)
                pair = (1, 2);
        });
        writer.Start();
        lock (guard)
            GC.KeepAlive(pair.First + pair.Second);
        (long, long) read;
        lock (guard)
            read = pair;
        writer.Join();
        GC.KeepAlive(read.Item1);
    }, Options(ExecutionChecks.TornReads | ExecutionChecks.DataRaces | ExecutionChecks.RecycledValues));

    [Fact]
    public void What_a_check_found_is_replayed_with_the_check()
    {
        var options = new ExplorationOptions { Checks = ExecutionChecks.DataRaces };
        var failure = Assert.Single(Reference.Explore("sbplain", "N=2", options).Failures);
        var again = Assert.Single(Reference.Explore("sbplain", "N=2", options with { Replay = failure.Replay }).Failures);
        Assert.Equal((failure.Message, failure.Execution.ToString()), (again.Message, again.Execution.ToString()));
    }

    private static InstrumentedOptions Options(ExecutionChecks checks) => new() { Exploration = new ExplorationOptions { Checks = checks } };
}
