using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Tests.Engine;

public class KnownRunsTests
{
    [Theory]
    [InlineData(1 << 18, 200)]
    [InlineData(50, 5000)]
    [InlineData(2, int.MaxValue)]
    public void What_is_known_is_not_run_again_and_what_is_forgotten_is(int most, int mostRuns)
    {
        int runs = 0;
        var result = Explorer.Explore(
            () =>
            {
                var x = new Cell<int>();
                Action add = () =>
                {
                    runs++;
                    x.FetchAdd(1);
                };
                return new ExplorationProgram([add, add, add, add, add, add]) { MostKnown = most };
            },
            new ExplorationOptions { Symmetry = false });
        Assert.Equal((ExplorationVerdict.Passed, 720), (result.Verdict, result.Complete));
        Assert.InRange(runs, 6, mostRuns);
    }

    /// <summary>Which threads there are, and what they run, depends on what the first has read.</summary>
    [Theory]
    [InlineData(1 << 18)]
    [InlineData(30)]
    public void Threads_that_are_started_one_way_or_another_do_what_they_were_started_with(int most)
    {
        HashSet<int> seen = [];
        var result = Explorer.Explore(
            () =>
            {
                var (x, y) = (new Cell<int>(), new Cell<int>());
                Action main = () =>
                {
                    int writer = Runtime.SharedMemory.Start(() => x.Value = 1);
                    int value = x.Value == 0 ? 10 : 20;
                    int other = Runtime.SharedMemory.Start(() => y.Value = value);
                    int more = x.Value == 0 ? 100 : 200;
                    int third = Runtime.SharedMemory.Start(() => y.FetchAdd(more));
                    foreach (int thread in (int[])[writer, other, third]) Runtime.SharedMemory.Join(thread);
                    seen.Add(y.Value);
                };
                return new ExplorationProgram([main]) { MostKnown = most };
            },
            new ExplorationOptions { Model = MemoryModelKind.Sequential });

        // The second read is not before the first, and the two threads come in either order: what is written last is kept, or added to.
        Assert.Equal((ExplorationVerdict.Passed, 6), (result.Verdict, result.Complete));
        Assert.Equal([10, 20, 110, 210, 220], seen.Order());
    }

    [Fact]
    public void An_answer_that_depends_on_more_than_what_was_read_is_an_error()
    {
        int runs = 0;
        Assert.Throws<MemoryModelLab.Exploration.Engine.NondeterministicProgramException>(() => Explorer.Explore(
            () =>
            {
                var (x, y) = (new Cell<int>(), new Cell<int>());
                return new ExplorationProgram([
                    () => x.Value = 1,
                    () =>
                    {
                        _ = (++runs % 2 == 0 ? y : x).Value;
                        _ = x.Value;
                    }])
                { MostKnown = 100 };
            },
            new ExplorationOptions { Model = MemoryModelKind.Sequential }));
    }
}
