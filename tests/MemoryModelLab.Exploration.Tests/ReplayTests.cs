using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests;

/// <summary>A failure's token has the same execution run again, however it was found.</summary>
public class ReplayTests
{
    [Theory]
    [InlineData("mpbug", "", MemoryModelKind.RC11)]
    [InlineData("mpbug", "", MemoryModelKind.DotNet)]
    [InlineData("publish", "N=3 -DBROKEN", MemoryModelKind.RC11)]
    [InlineData("peterson", "", MemoryModelKind.RC11)]
    [InlineData("peterson", "", MemoryModelKind.DotNet)]
    public void A_failure_of_a_search_is_replayed(string program, string arguments, MemoryModelKind model) =>
        IsReplayed(options => Reference.Explore(program, arguments, options), new ExplorationOptions { Model = model });

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void A_failure_met_by_chance_is_replayed(int? depth) => IsReplayed(
        options => Reference.Explore("mpbug", "", options),
        new ExplorationOptions { Model = MemoryModelKind.RC11, Sampling = new ExplorationSampling(20_000) { Depth = depth } });

    [Fact]
    public void Every_failure_has_a_token_of_its_own()
    {
        var options = new ExplorationOptions { Symmetry = false, KeepGoing = true, Model = MemoryModelKind.RC11 };
        Func<ExplorationProgram> lost = () =>
        {
            var x = new Cell<int>(0, "x");
            Action add = () => x.Value++;
            return new ExplorationProgram([add, add, add], () =>
            {
                if (x.Value != 3) throw new AssertionFailedException($"{x.Value}");
            });
        };
        var result = Explorer.Explore(lost, options);
        Assert.Equal(30, result.Failures.Count);
        foreach (var failure in result.Failures)
        {
            var again = Explorer.Explore(lost, new ExplorationOptions { Replay = failure.Replay });
            Assert.Equal(failure.Execution.ToString(), Assert.Single(again.Failures).Execution.ToString());
            Assert.Equal((MemoryModelKind.RC11, failure.Message, failure.Replay), (again.Model, again.Failures[0].Message, again.Failures[0].Replay));
        }
    }

    [Fact]
    public void A_deadlock_is_replayed() => IsReplayed(
        () =>
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
        },
        new ExplorationOptions());

    [Fact]
    public void Threads_started_by_threads_have_their_numbers_again()
    {
        // Which of the two that start others does so first differs from execution to execution.
        Func<ExplorationProgram> nested = () => new ExplorationProgram([() =>
        {
            var x = new Cell<int>(0, "x");
            Action starting = () =>
            {
                if (x.FetchAdd(1) == 1) SharedMemory.Start(() => throw new AssertionFailedException("second"));
                else SharedMemory.Start(() => x.FetchAdd(10));
            };
            SharedMemory.Start(starting);
            SharedMemory.Start(starting);
        }]);
        IsReplayed(nested, new ExplorationOptions { Sampling = new ExplorationSampling(1_000) { Seed = 7 } });
        IsReplayed(nested, new ExplorationOptions());
    }

    [Fact]
    public void A_failure_of_rewritten_code_is_replayed()
    {
        Action test = static () =>
        {
            int data = 0;
            bool ready = false;
            var writer = new Thread(() => { data = 42; ready = true; });
            writer.Start();
            if (ready)
                Assert.Equal(42, data);
            writer.Join();
        };
        ExplorationFailure failure = Assert.Single(Explorer.Run(test).Exploration.Failures);
        var again = new InstrumentedOptions { Exploration = new ExplorationOptions { Replay = failure.Replay } };
        ExplorationFailure replayed = Assert.Single(Explorer.Run(test, again).Exploration.Failures);
        Assert.Equal((failure.Message, failure.Replay), (replayed.Message, replayed.Replay));
        Assert.Equal(failure.Execution.Events.Select(e => e.ToString()), replayed.Execution.Events.Select(e => e.ToString()));
    }

    [Fact]
    public void A_program_that_has_changed_is_told_from_the_one_that_failed()
    {
        string token = Assert.Single(Reference.Explore("peterson", "", new ExplorationOptions { Model = MemoryModelKind.RC11 }).Failures).Replay;
        var options = new ExplorationOptions { Replay = token };
        Assert.Throws<ReplayException>(() => Reference.Explore("fetchadd", "", options));
    }

    [Fact]
    public void An_execution_that_does_not_fail_any_more_concludes_nothing()
    {
        Func<ExplorationProgram> Program(bool fails) => () =>
        {
            var x = new Cell<int>();
            return new ExplorationProgram([() => x.Value = 1], () =>
            {
                if (x.Value == 1 && fails) throw new AssertionFailedException("failed");
            });
        };
        string token = Assert.Single(Explorer.Explore(Program(true)).Failures).Replay;
        Assert.Equal(ExplorationVerdict.Inconclusive, Explorer.Explore(Program(false), new ExplorationOptions { Replay = token }).Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("not a token!")]
    [InlineData("_____w")]
    public void What_is_no_token_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Reference.Explore("fetchadd", "", new ExplorationOptions { Replay = text }));

    [Fact]
    public void A_token_with_a_letter_changed_is_refused()
    {
        string token = Assert.Single(Reference.Explore("mpbug", "", new ExplorationOptions { Model = MemoryModelKind.RC11 }).Failures).Replay;
        for (int i = 0; i < token.Length - 1; i++)
        {
            string changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Throws<FormatException>(() => Reference.Explore("mpbug", "", new ExplorationOptions { Replay = changed }));
        }
    }

    private static void IsReplayed(Func<ExplorationProgram> program, ExplorationOptions options) => IsReplayed(chosen => Explorer.Explore(program, chosen), options);

    private static void IsReplayed(Func<ExplorationOptions, ExplorationResult> explore, ExplorationOptions options)
    {
        var failure = Assert.Single(explore(options).Failures);
        var again = explore(new ExplorationOptions { Replay = failure.Replay });
        var replayed = Assert.Single(again.Failures);
        Assert.Equal((failure.Kind, failure.Message, failure.Thread), (replayed.Kind, replayed.Message, replayed.Thread));
        Assert.Equal(failure.Execution.ToString(), replayed.Execution.ToString());
        Assert.Equal(failure.Replay, replayed.Replay);
    }
}
