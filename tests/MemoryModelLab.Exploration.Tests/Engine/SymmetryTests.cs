using System.Globalization;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests.Engine;

public class SymmetryTests
{
    private static readonly int[][] Shapes = [[0, 0], [0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 1, 2]];

    [Theory]
    [InlineData(MemoryModelKind.Sequential)]
    [InlineData(MemoryModelKind.TotalStoreOrder)]
    [InlineData(MemoryModelKind.ReleaseAcquire)]
    [InlineData(MemoryModelKind.RC11)]
    [InlineData(MemoryModelKind.DotNet)]
    public void Of_executions_that_differ_in_which_twin_is_which_one_is_explored(MemoryModelKind model)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("MML_TWIN_PROGRAMS") ?? "120", CultureInfo.InvariantCulture);
        int reduced = 0;
        for (int seed = 0; seed < count; seed++)
        {
            int[] shape = Shapes[seed % Shapes.Length];
            var program = new TwinPrograms(seed, shape, shape.Length == 2 ? 4 : 3);
            if (Compare(program, model, $"seed {seed}")) reduced++;
        }

        Assert.True(reduced > count / 2, $"only {reduced} had fewer executions");
    }

    /// <summary>One twin reads the later store of x, and has another thread write the earlier, which the other twin reads.</summary>
    [Theory]
    [InlineData(MemoryModelKind.RC11)]
    [InlineData(MemoryModelKind.DotNet)]
    public void A_twin_that_needs_another_is_the_later_whatever_it_reads(MemoryModelKind model)
    {
        const int Write = 0;
        const int Read = 2;
        var program = new TwinPrograms([0, 0, 1, 2], [[(Read, 0, 0), (Write, 1, 1)], [(Read, 1, 0), (Write, 0, 1)], [(Write, 0, 2)]]);
        Compare(program, model, "needed twin");
    }

    [Theory]
    [InlineData("fetchadd", "N=6", 1)]
    [InlineData("lostupdate", "N=4", 24)]
    [InlineData("casloop", "N=3", 10)]
    [InlineData("spinlock", "N=3", 1)]
    [InlineData("ticketlock", "N=3", 1)]
    public void Threads_of_the_classic_programs_are_explored_once(string program, string arguments, long expected)
    {
        foreach (var model in Enum.GetValues<MemoryModelKind>())
            Assert.Equal((model, expected), (model, Reference.Explore(program, arguments, new ExplorationOptions { Model = model }).Complete));
    }

    [Fact]
    public void Every_execution_that_fails_is_found_up_to_renaming()
    {
        static long Lost(bool symmetry, int workers) => Explorer.Explore(() =>
        {
            var x = new Cell<int>();
            Action increment = () => x.Value++;
            return new ExplorationProgram([increment, increment, increment], () => { if (x.Value != 3) throw new AssertionFailedException("lost"); });
        }, new ExplorationOptions { KeepGoing = true, Symmetry = symmetry, Workers = workers }).Failed;

        // Of 36 executions 6 count to 3, one for each order.
        Assert.Equal((30, 5, 5), (Lost(false, 1), Lost(true, 1), Lost(true, 2)));
    }

    [Fact]
    public void Who_asks_for_its_number_is_told_apart()
    {
        var result = Explorer.Explore(() =>
        {
            var x = new Cell<int>();
            Action add = () => x.FetchAdd(SharedMemory.CurrentThread);
            return new ExplorationProgram([add, add]);
        });
        Assert.Equal((2, false), (result.Complete, result.IsSymmetric));
    }

    /// <summary>Explores with and without twins, and compares; whether there were fewer executions with twins.</summary>
    private static bool Compare(TwinPrograms program, MemoryModelKind model, string name)
    {
        var (all, every) = program.Explore(model, symmetry: false);
        var (some, once) = program.Explore(model, symmetry: true);
        Assert.True(once.IsSymmetric);
        Assert.True(all.Keys.SequenceEqual(some.Keys), $"{name}: {all.Count} up to renaming, {some.Count} found; missing {all.Keys.Except(some.Keys).FirstOrDefault()}");
        Assert.True(once.Complete == some.Count, $"{name}: {some.Count} up to renaming, {once.Complete} explored");
        return once.Complete < every.Complete;
    }
}
