using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Litmus.Tests.Generation;

public sealed class CriticalCyclesTests
{
    // The diy7 manual's list of all simple critical tests of up to three threads, "Generator produced 23 tests".
    private static readonly string[] UpToThreeThreads =
    [
        "2+2W", "3.2W", "3.LB", "3.SB", "ISA2", "LB", "MP", "R", "RWC", "S", "SB", "W+RWC", "WRC", "WRR+2W", "WRW+2W", "WRW+WR", "WWC",
        "Z6.0", "Z6.1", "Z6.2", "Z6.3", "Z6.4", "Z6.5",
    ];

    [Theory]
    [InlineData(Architecture.CSharp)]
    [InlineData(Architecture.X86_64)]
    [InlineData(Architecture.AArch64)]
    [InlineData(Architecture.C)]
    public void ThereAreSixFamiliesOfTwoThreads(Architecture architecture) =>
        Assert.Equal(["2+2W", "LB", "MP", "R", "S", "SB"], Names(OnlyProgramOrder(architecture), 2, 4).Select(WithoutRelaxed).Order(StringComparer.Ordinal));

    [Fact]
    public void TheFamiliesOfUpToThreeThreadsAreThoseOfTheDiyManual() =>
        Assert.Equal(UpToThreeThreads, Names(OnlyProgramOrder(Architecture.X86_64), 3, 6).Order(StringComparer.Ordinal));

    // By hand: MP, R and S have no symmetry, so n edges in each of two threads make n * n tests; 2+2W, LB and SB may be turned
    // round, so n * (n + 1) / 2. With po and one fence n is 2: 3 * 4 + 3 * 3.
    [Fact]
    public void SymmetricCyclesAreCountedOnce() =>
        Assert.Equal(21, CriticalCycles.Enumerate(OnlyProgramOrder(Architecture.X86_64) with { Edges = Edges(Architecture.X86_64, "Pod** MFenced**") }, 2, 4).Count());

    // By hand: each of the four accesses is plain or volatile: 16 each for MP, R and S, and (16 + 4) / 2 each for 2+2W, LB and SB.
    [Fact]
    public void AnnotationsMultiply()
    {
        CycleVocabulary vocabulary = OnlyProgramOrder(Architecture.CSharp) with { Annotations = CycleVocabulary.ParseAnnotations(Architecture.CSharp, "P,V") };
        Assert.Equal((3 * 16) + (3 * 10), CriticalCycles.Enumerate(vocabulary, 2, 4).Count());
    }

    // By hand: how many edges the dialect has between two accesses, by their directions; a family without symmetry has the product of
    // its threads' numbers, one that can be turned round n(n+1)/2 or (n^3+2n)/3.
    [Theory]
    [InlineData(Architecture.CSharp, 5, 6, 7, 5, 148, 1933)] // po and 4 barriers; ctrl; data
    [InlineData(Architecture.X86_64, 4, 4, 4, 4, 78, 758)] // po and 3 fences
    [InlineData(Architecture.AArch64, 5, 8, 9, 5, 185, 2712)] // po and 4 barriers; addr, ctrl, ctrlisb; data
    [InlineData(Architecture.C, 5, 6, 7, 5, 148, 1933)] // po and 4 fences; ctrl; data
    public void NumbersOfCyclesAreThoseCountedByHand(Architecture architecture, int ww, int rr, int rw, int wr, int two, int three)
    {
        int rings = Turned2(ww) + (ww * rr) + (ww * rw) + (ww * wr) + Turned2(rw) + Turned2(wr);
        int withSingleWrite = (rw * rr) + (rr * wr) + (rw * wr) + (rr * ww) + (rw * rw) + (rw * ww);
        int rings3 = Turned3(ww) + Turned3(rw) + Turned3(wr) + (ww * rw * rr) + (ww * rr * wr)
            + (ww * rw * wr) + (ww * ww * rw) + (ww * rw * rw) + (ww * ww * rr) + (ww * wr * wr) + (ww * ww * wr);
        Assert.Equal((two, three), (rings, rings + withSingleWrite + rings3));
        var vocabulary = new CycleVocabulary(architecture);
        Assert.Equal((two, three), (CriticalCycles.Enumerate(vocabulary, 2, 4).Count(), CriticalCycles.Enumerate(vocabulary, 3, 6).Count()));

        static int Turned2(int n) => n * (n + 1) / 2;
        static int Turned3(int n) => ((n * n * n) + (2 * n)) / 3;
    }

    [Theory]
    [InlineData(Architecture.CSharp)]
    [InlineData(Architecture.X86_64)]
    [InlineData(Architecture.AArch64)]
    [InlineData(Architecture.C)]
    public void NamesAndCyclesAreUniqueAndTestsReadBack(Architecture architecture)
    {
        var vocabulary = new CycleVocabulary(architecture) { Annotations = EdgeTable.Of(architecture).Annotations };
        var small = vocabulary with { Annotations = [.. vocabulary.Annotations.Take(3)], Edges = [.. vocabulary.Edges.Where(edge => edge.Mechanism is "" or "Data" or "Membar" or "DMB.SY")] };
        CycleVocabulary relaxed = OnlyProgramOrder(architecture) with { Relaxed = CycleVocabulary.ParseEdges(architecture, "Rfi Fri Coi PosRR") };
        foreach (IEnumerable<Cycle> cycles in (IEnumerable<Cycle>[])[CriticalCycles.Enumerate(small, 2, 4), CriticalCycles.Enumerate(new CycleVocabulary(architecture), 3, 5), CriticalCycles.Enumerate(relaxed, 2, 6)])
        {
            var names = new HashSet<string>();
            var all = new HashSet<Cycle>();
            foreach (Cycle cycle in cycles)
            {
                Assert.True(names.Add(cycle.Name), $"{cycle.Name} twice, the second time {cycle}");
                Assert.True(all.Add(cycle));
                Assert.Equal(cycle, Cycle.Parse(architecture, cycle.ToString()));
                LitmusTest test = CycleGenerator.Generate(cycle);
                Assert.Equal(test, LitmusParser.Parse(LitmusPrinter.Print(test), test.Name));
                if (architecture != Architecture.CSharp) LitmusLowering.Lower(test);
            }

            Assert.True(all.Count > 20);
        }
    }

    [Fact]
    public void RelaxedEdgesMakeLongerThreads() =>
        Assert.Contains("SB+rfi-pos", Names(OnlyProgramOrder(Architecture.X86_64) with { Relaxed = Edges(Architecture.X86_64, "Rfi") }, 2, 6));

    [Fact]
    public void ThousandsAreCheapAndTheFirstComesAtOnce()
    {
        var everything = new CycleVocabulary(Architecture.AArch64) { Annotations = EdgeTable.Of(Architecture.AArch64).Annotations };
        Assert.Equal(50_000, CriticalCycles.Enumerate(everything, 3, 6).Take(50_000).Count());
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(7, 8)]
    [InlineData(2, 2)]
    [InlineData(2, 1000)]
    public void SizesAreBounded(int threads, int accesses) =>
        Assert.Throws<ArgumentException>(() => CriticalCycles.Enumerate(new CycleVocabulary(Architecture.CSharp), threads, accesses));

    private static string WithoutRelaxed(string name) => name.Replace("+rlxs", "", StringComparison.Ordinal);

    private static CycleVocabulary OnlyProgramOrder(Architecture architecture) => new(architecture) { Edges = Edges(architecture, "Pod**") };

    private static IReadOnlyList<CycleEdge> Edges(Architecture architecture, string text) => CycleVocabulary.ParseEdges(architecture, text);

    private static IEnumerable<string> Names(CycleVocabulary vocabulary, int threads, int accesses) =>
        CriticalCycles.Enumerate(vocabulary, threads, accesses).Select(cycle => cycle.Name);
}
