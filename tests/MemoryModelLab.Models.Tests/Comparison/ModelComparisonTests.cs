using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;
using MemoryModelLab.Models.Comparison;

namespace MemoryModelLab.Models.Tests.Comparison;

public sealed class ModelComparisonTests
{
    // SB and R are the families with a write before a read, which TSO lets pass; PSO also lets writes pass: 2+2W, MP, S.
    [Fact]
    public void TsoIsBetweenScAndPso()
    {
        ModelComparison comparison = Compare("sc", "x86-tso", "pso");
        Assert.Equal(6, comparison.Tests);
        Assert.Equal((Order.Stronger, Order.Stronger, Order.Weaker), (comparison.Order(0, 1), comparison.Order(1, 2), comparison.Order(2, 0)));
        Assert.Equal(["R", "SB"], Names(comparison.Difference(1, 0)));
        Assert.Equal(["2+2W", "MP", "S"], Names(comparison.Difference(2, 1)));
        Assert.Equal(0, comparison.Difference(0, 2).Tests);
    }

    // RA lets every read acquire, so it forbids MP and S, but not R, 2+2W; PSO forbids LB only, as RA does.
    [Fact]
    public void PsoAllowsMessagePassingToFailAndRaDoesNot() => Assert.Equal(["MP", "S"], Names(Compare("pso", "ra").Difference(0, 1)));

    [Fact]
    public void AModelIsNotSeparatedFromItself() => Assert.Equal(Order.NotSeparated, Compare("sc", "sc").Order(0, 1));

    [Fact]
    public void SmallestMeansFewestAdditions()
    {
        var vocabulary = new CycleVocabulary(Architecture.CSharp) { Annotations = EdgeTable.Of(Architecture.CSharp).Annotations };
        ModelComparison comparison = ModelComparison.Of(
            CriticalCycles.Enumerate(vocabulary, 2, 4).Where(cycle => cycle.Name.StartsWith("SB", StringComparison.Ordinal)).Take(60).Append(Cycle.Parse(Architecture.CSharp, "PodWR Fre PodWR Fre")),
            [MemoryModel.BuiltIn("x86-tso"), MemoryModel.BuiltIn("sc")]);
        Assert.Equal("SB", comparison.Difference(0, 1).Smallest[0].Cycle.Name);
    }

    [Fact]
    public void ACancelledComparisonIsNone() =>
        Assert.ThrowsAny<OperationCanceledException>(() => ModelComparison.Of(CriticalCycles.Enumerate(new CycleVocabulary(Architecture.CSharp), 2, 4), [MemoryModel.BuiltIn("sc")], new CancellationToken(true)));

    private static ModelComparison Compare(params string[] models) => ModelComparison.Of(
        CriticalCycles.Enumerate(new CycleVocabulary(Architecture.CSharp) { Edges = CycleVocabulary.ParseEdges(Architecture.CSharp, "Pod**") }, 2, 4),
        [.. models.Select(MemoryModel.BuiltIn)]);

    private static IEnumerable<string> Names(Difference difference) => difference.Smallest.Select(separation => separation.Cycle.Name);
}
