using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>
/// A spread of the critical cycles of C#: of 2, 3 and 4 threads, with every kind of access and of order between two accesses. Each class is
/// enumerated as a whole, and every so-manyth of its cycles taken.
/// </summary>
internal static class GeneratedCycles
{
    private const string All = "P,V,I";

    private static readonly Class[] Classes =
    [
        new(2, 4, All, null),
        new(3, 5, All, null),
        new(3, 6, "P,V", null),
        new(4, 6, "P", null),
        new(4, 6, All, "Pod**,MembardWR,MembardRR,DpDatadW,DpCtrldW,ReadBarrierdRR,WriteBarrierdWW"),
    ];

    /// <summary><paramref name="count"/> cycles, always the same; fewer when there are no more.</summary>
    public static IEnumerable<Cycle> Take(int count)
    {
        for (int left = Classes.Length, rest = count; left > 0 && rest > 0; left--)
        {
            Cycle[] cycles = [.. Classes[^left].Cycles()];
            int share = Math.Min((rest + left - 1) / left, cycles.Length);
            for (int i = 0; i < share; i++) yield return cycles[(long)i * cycles.Length / share];
            rest -= share;
        }
    }

    /// <summary>The cycles of a number of threads and up to a number of accesses.</summary>
    /// <param name="Threads">How many threads.</param>
    /// <param name="Accesses">At most how many accesses.</param>
    /// <param name="Annotations">How accesses are made.</param>
    /// <param name="Edges">What stands between two accesses; null for everything there is.</param>
    private sealed record Class(int Threads, int Accesses, string Annotations, string? Edges)
    {
        public IEnumerable<Cycle> Cycles()
        {
            var vocabulary = new CycleVocabulary(Architecture.CSharp) { Annotations = CycleVocabulary.ParseAnnotations(Architecture.CSharp, Annotations) };
            vocabulary = vocabulary with
            {
                Edges = Edges is null
                    ? vocabulary.Edges
                    : CycleVocabulary.ParseEdges(Architecture.CSharp, Edges),
            };
            return CriticalCycles.Enumerate(vocabulary, Threads, Accesses).Where(cycle => cycle.Threads.Count == Threads);
        }
    }
}
