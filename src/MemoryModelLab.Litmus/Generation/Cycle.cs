using System.Text;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>
/// A cycle of edges between accesses of several threads, such as <c>PodWW Rfe PodRR Fre</c>: what a test asks for. Cycles are compared
/// and named in one rotation, the smallest (diy7's normal form); locations and values follow from the edges, so two cycles that differ
/// by renaming are one.
/// </summary>
public sealed class Cycle : IEquatable<Cycle>
{
    /// <summary>No cycle has more edges.</summary>
    public const int MostEdges = 32;

    internal Cycle(Architecture architecture, IReadOnlyList<CycleThread> threads)
    {
        Architecture = architecture;
        Threads = Smallest(threads);
    }

    /// <summary>The dialect whose edges these are.</summary>
    public Architecture Architecture { get; }

    /// <summary>The threads in order; each communicates with the next, the last with the first.</summary>
    public EquatableList<CycleThread> Threads { get; }

    /// <summary>The number of accesses, which is that of edges.</summary>
    public int AccessCount => Threads.Sum(thread => thread.Accesses.Count);

    /// <summary>The family's name and what stands between the accesses: <c>MP+dmb.sy+addr</c>.</summary>
    public string Name => CycleNames.Of(this);

    /// <summary>The edges, from the first access of the first thread on.</summary>
    public IEnumerable<CycleEdge> Edges
    {
        get
        {
            for (int i = 0; i < Threads.Count; i++)
            {
                foreach (CycleEdge edge in Threads[i].Edges) yield return edge;
                yield return CycleEdge.Communication(Threads[i].Last.Direction, Next(i).First.Direction)!;
            }
        }
    }

    /// <summary>Reads a cycle.</summary>
    /// <param name="architecture">The dialect.</param>
    /// <param name="text">Edges between blanks, <c>Rfe PodRR Fre PodWW</c>, from any place of the cycle on.</param>
    /// <exception cref="LitmusException">It is no cycle of the dialect; the message says what would fit.</exception>
    public static Cycle Parse(Architecture architecture, string text) => CycleSyntax.Parse(EdgeTable.Of(architecture), text);

    /// <summary>The cycle as <see cref="Parse"/> reads it; annotations stand where an access of an edge has one.</summary>
    public override string ToString()
    {
        Annotation plain = EdgeTable.Of(Architecture).Plain;
        var text = new StringBuilder();
        for (int i = 0; i < Threads.Count; i++)
        {
            CycleThread thread = Threads[i];
            for (int k = 0; k < thread.Edges.Count; k++) Append(text, thread.Edges[k], thread.Accesses[k].Annotation, thread.Accesses[k + 1].Annotation, plain);
            CycleAccess next = Next(i).First;
            Append(text, CycleEdge.Communication(thread.Last.Direction, next.Direction)!, thread.Last.Annotation, next.Annotation, plain);
        }

        return text.ToString(1, text.Length - 1);
    }

    /// <inheritdoc/>
    public bool Equals(Cycle? other) => other is not null && Architecture == other.Architecture && Threads.Equals(other.Threads);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Cycle);

    /// <inheritdoc/>
    public override int GetHashCode() => Threads.GetHashCode();

    private CycleThread Next(int thread) => Threads[thread + 1 == Threads.Count ? 0 : thread + 1];

    private static void Append(StringBuilder text, CycleEdge edge, Annotation source, Annotation target, Annotation plain)
    {
        text.Append(' ').Append(edge.Name);
        if (source != plain || target != plain) text.Append(source.Name).Append(target.Name);
    }

    private static EquatableList<CycleThread> Smallest(IReadOnlyList<CycleThread> threads)
    {
        int best = 0;
        for (int i = 1; i < threads.Count; i++)
        {
            if (CompareRotations(threads, i, best) < 0) best = i;
        }

        return [.. threads.Skip(best), .. threads.Take(best)];
    }

    private static int CompareRotations(IReadOnlyList<CycleThread> threads, int left, int right)
    {
        // All families first: the family's name does not depend on what stands between the accesses.
        int order = 0;
        for (int i = 0; order == 0 && i < threads.Count; i++) order = CycleThread.CompareEnds(At(left + i), At(right + i));
        for (int i = 0; order == 0 && i < threads.Count; i++) order = At(left + i).CompareTo(At(right + i));
        return order;

        CycleThread At(int index) => threads[index % threads.Count];
    }
}
