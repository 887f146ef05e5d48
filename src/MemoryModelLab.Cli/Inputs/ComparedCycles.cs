using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Inputs;

/// <summary>The C# tests that models are compared on when nothing else is asked for.</summary>
internal static class ComparedCycles
{
    // Without the process-wide barrier, whose every point of interruption has to be tried: some larger tests are worth more.
    private const string Barriers = "Pod** Membard** ReadBarrierd** WriteBarrierd** DpDatadW DpCtrld*";

    /// <summary>
    /// Two threads with every barrier and dependency, plain and volatile; two threads with interlocked accesses too; up to four threads and
    /// six accesses, plain and volatile; and those with plain accesses and full fences.
    /// </summary>
    public static IEnumerable<Cycle> Usual() => Of(Barriers, "P,V", 2, 4)
        .Concat(Of("Pod** Membard**", "P,V,I", 2, 4).Where(IsInterlocked))
        .Concat(Of("Pod**", "P,V", 4, 6).Where(cycle => cycle.Threads.Count > 2))
        .Concat(Of("Pod** Membard**", "P", 4, 6).Where(cycle => cycle.Threads.Count > 2 && cycle.Edges.Any(edge => edge.Kind == EdgeKind.Fence)));

    private static IEnumerable<Cycle> Of(string edges, string annotations, int threads, int accesses)
    {
        const Architecture dialect = Architecture.CSharp;
        var vocabulary = new CycleVocabulary(dialect)
        {
            Edges = CycleVocabulary.ParseEdges(dialect, edges),
            Annotations = CycleVocabulary.ParseAnnotations(dialect, annotations),
        };
        return CriticalCycles.Enumerate(vocabulary, threads, accesses);
    }

    private static bool IsInterlocked(Cycle cycle) => cycle.Threads.Any(thread => thread.Accesses.Any(access => access.Annotation.Name == "I"));
}
