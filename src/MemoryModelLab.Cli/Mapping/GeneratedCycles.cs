using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>A spread of the critical cycles of C#: of 2, 3 and 4 threads, with every kind of access and of order.</summary>
internal static class GeneratedCycles
{
    /// <summary><paramref name="count"/> cycles, always the same.</summary>
    public static IEnumerable<Cycle> Take(int count)
    {
        foreach ((string edges, string annotations, int threads, int accesses) in new[] {
            ("*", "P,V,I", 2, 4), ("*", "P", 3, 6), ("Pod**,MembardWR,MembardRR,DpDatadW,DpCtrldW,DpCtrldR", "P,V", 3, 6), ("Pod**,MembardWR", "P,V", 4, 6), ("Pod**,MembardWR,MembardWW", "P", 4, 8) })
        {
            var v = new CycleVocabulary(Architecture.CSharp);
            v = v with { Annotations = CycleVocabulary.ParseAnnotations(Architecture.CSharp, annotations) };
            if (edges != "*") v = v with { Edges = CycleVocabulary.ParseEdges(Architecture.CSharp, edges) };
            var w = System.Diagnostics.Stopwatch.StartNew();
            int n = 0;
            foreach (Cycle c in CriticalCycles.Enumerate(v, threads, accesses)) { if (++n > 3000000) break; }
            Console.Error.WriteLine($"{edges} {annotations} {threads} {accesses}: {n} {w.Elapsed}");
        }
        yield break;
    }
}
