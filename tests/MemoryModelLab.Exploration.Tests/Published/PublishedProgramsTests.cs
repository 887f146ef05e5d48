using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Tests.Published;

public class PublishedProgramsTests
{
    private static readonly Dictionary<string, ExplorationTest> Tests = ExplorationTests.Of(Reference.Program).ToDictionary(test => test.Name);

    /// <summary>
    /// 8 for each thread beyond the eleventh (Flanagan and Godefroid); for n increments of each of two counters (n!)², as one says nothing of the other;
    /// (2n)! / (n!)² orders of increments of two threads. The others by trying all interleavings, and counting what is read from where and written after
    /// what, apart from this project.
    /// </summary>
    [Theory]
    [InlineData("Indexer(11)", 1)]
    [InlineData("Indexer(12)", 8)]
    [InlineData("Indexer(13)", 64)]
    [InlineData("TwoCounters(4)", 576)]
    [InlineData("Interleave(4)", 70)]
    [InlineData("Rotate(4)", 14)]
    [InlineData("Rotate(6)", 144)]
    [InlineData("Fibonacci(2, 8)", 19)]
    [InlineData("Fibonacci(3, 21)", 141)]
    public void There_are_as_many_executions_as_are_known(string name, long expected)
    {
        ExplorationResult result = Run(name, MemoryModelKind.Sequential, symmetry: false);
        Assert.Equal((ExplorationVerdict.Passed, expected), (result.Verdict, result.Complete));
    }

    [Theory]
    [InlineData("Dekker(True)")]
    [InlineData("Bakery(2, True)")]
    [InlineData("Szymanski(True)")]
    [InlineData("QueueLock(2)")]
    [InlineData("QueueLock(3)")]
    [InlineData("ListLock(2)")]
    [InlineData("ListLock(3)")]
    [InlineData("ReadersAndWriter")]
    [InlineData("SenseBarrier")]
    [InlineData("WorkStealing(True)")]
    [InlineData("HazardPointer(True)")]
    [InlineData("ReadCopyUpdate")]
    [InlineData("Queue")]
    public void What_is_correct_passes_under_every_model(string name)
    {
        foreach (MemoryModelKind model in Enum.GetValues<MemoryModelKind>())
            Assert.Equal((model, ExplorationVerdict.Passed), (model, Run(name, model).Verdict));
    }

    [Theory]
    [InlineData("Dekker(False)")]
    [InlineData("Bakery(2, False)")]
    [InlineData("Szymanski(False)")]
    [InlineData("WorkStealing(False)")]
    [InlineData("HazardPointer(False)")]
    public void What_lacks_its_fences_fails_where_writes_are_late(string name)
    {
        Assert.Equal(ExplorationVerdict.Passed, Run(name, MemoryModelKind.Sequential).Verdict);
        Assert.Equal(ExplorationVerdict.Failed, Run(name, MemoryModelKind.TotalStoreOrder).Verdict);
        Assert.Equal(ExplorationVerdict.Failed, Run(name, MemoryModelKind.DotNet).Verdict);
    }

    [Theory]
    [InlineData("Fibonacci(2, 7)")]
    [InlineData("Fibonacci(3, 20)")]
    [InlineData("Lazy")]
    [InlineData("Reorder(4)")]
    [InlineData("TwoStage(2)")]
    [InlineData("Sigma(4)")]
    [InlineData("RecycledNodes")]
    public void What_is_wrong_fails_under_every_model(string name)
    {
        foreach (MemoryModelKind model in Enum.GetValues<MemoryModelKind>())
            Assert.Equal((model, ExplorationVerdict.Failed), (model, Run(name, model).Verdict));
    }

    private static ExplorationResult Run(string name, MemoryModelKind model, bool symmetry = true) => Explorer.Run(
        Reference.Program,
        Tests[$"{typeof(PublishedPrograms).FullName}.{name}"],
        new InstrumentedOptions { Exploration = new ExplorationOptions { Model = model, Symmetry = symmetry } }).Exploration;
}
