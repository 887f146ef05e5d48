namespace MemoryModelLab.Litmus.Generation;

/// <summary>
/// All critical cycles up to a size (Shasha and Snir, TOPLAS 1988; Alglave, Maranget and Tautschnig, TOPLAS 2014): a thread has at most
/// two accesses, which are to different locations; a location has at most three. A violation of sequential consistency always shows
/// one of them, so what a model allows beyond it, it allows on some of these.
/// <para>
/// Between threads the communications are rf, fr, co, [co;rf] and [fr;rf]: the other sequences are one of these. So a thread with one
/// access is a write, and the next thread begins with the read of it.
/// </para>
/// <para>
/// A cycle is emitted in its least rotation only, so none comes twice; renaming is no matter, for a cycle has no names. Cycles come
/// smallest first, by accesses, then by threads, and always in the same order; nothing is kept of those that were handed out.
/// </para>
/// </summary>
public static class CriticalCycles
{
    /// <summary>The most threads.</summary>
    public const int MostThreads = 6;

    /// <summary>The most accesses.</summary>
    public const int MostAccesses = 8;

    private const int MostShapes = 100_000;

    /// <summary>The cycles of at most <paramref name="threads"/> threads and at most <paramref name="accesses"/> accesses, lazily.</summary>
    /// <exception cref="ArgumentException">The sizes or the vocabulary are out of bounds.</exception>
    public static IEnumerable<Cycle> Enumerate(CycleVocabulary vocabulary, int threads, int accesses)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (threads is < 2 or > MostThreads) throw new ArgumentException($"{threads} threads, expected 2 to {MostThreads}");
        if (accesses is < 3 or > MostAccesses) throw new ArgumentException($"{accesses} accesses, expected 3 to {MostAccesses}");
        int longest = vocabulary.Relaxed.Count == 0 ? 2 : accesses - 1;
        var shapes = new List<CycleThread>[longest + 1];
        for (int length = 1; length <= longest; length++) shapes[length] = Shapes(vocabulary, length);
        return Walk(vocabulary, [.. shapes[1..].SelectMany(list => list).Order()], threads, accesses);
    }

    private static IEnumerable<Cycle> Walk(CycleVocabulary vocabulary, CycleThread[] shapes, int threads, int accesses)
    {
        for (int total = 3; total <= accesses; total++)
        {
            for (int count = 2; count <= Math.Min(threads, total); count++)
            {
                foreach (Cycle cycle in Extend(vocabulary, shapes, new int[count], 0, total)) yield return cycle;
            }
        }
    }

    private static IEnumerable<Cycle> Extend(CycleVocabulary vocabulary, CycleThread[] shapes, int[] chosen, int thread, int accesses)
    {
        int left = chosen.Length - thread - 1;
        for (int i = thread == 0 ? 0 : chosen[0]; i < shapes.Length; i++)
        {
            int rest = accesses - shapes[i].Accesses.Count;
            if (left == 0 ? rest != 0 : rest < left) continue;
            if (thread > 0 && !MayFollow(shapes[chosen[thread - 1]], shapes[i])) continue;
            if (left == 0 && !MayFollow(shapes[i], shapes[thread == 0 ? i : chosen[0]])) continue;
            chosen[thread] = i;
            if (left > 0)
            {
                foreach (Cycle cycle in Extend(vocabulary, shapes, chosen, thread + 1, rest)) yield return cycle;
            }
            else if (IsLeastRotation(chosen) && chosen.Sum(s => shapes[s].Edges.Count(edge => !edge.SameLocation)) >= 2)
            {
                yield return new Cycle(vocabulary.Architecture, [.. chosen.Select(s => shapes[s])]);
            }
        }
    }

    private static bool MayFollow(CycleThread thread, CycleThread next)
    {
        if (thread.Last.Direction == Direction.Read && next.First.Direction == Direction.Read) return false;
        return thread.Edges.Count > 0 || next.First.Direction == Direction.Read;
    }

    private static bool IsLeastRotation(int[] chosen)
    {
        for (int start = 1; start < chosen.Length; start++)
        {
            for (int i = 0; i < chosen.Length; i++)
            {
                int difference = chosen[(start + i) % chosen.Length] - chosen[i];
                if (difference < 0) return false;
                if (difference > 0) break;
            }
        }

        return true;
    }

    /// <summary>The threads of <paramref name="length"/> accesses.</summary>
    private static List<CycleThread> Shapes(CycleVocabulary vocabulary, int length)
    {
        var shapes = new List<CycleThread>();
        if (length == 1)
        {
            foreach (Annotation annotation in vocabulary.Annotations.Where(a => a.Writes)) shapes.Add(new CycleThread([new(Direction.Write, annotation)], []));
            return shapes;
        }

        var edges = new CycleEdge[length - 1];
        ChooseEdge(0);
        return shapes;

        void ChooseEdge(int index)
        {
            if (index == edges.Length)
            {
                ChooseAnnotation(new CycleAccess[length], 0);
                return;
            }

            foreach (CycleEdge edge in vocabulary.Edges.Concat(vocabulary.Relaxed).Distinct())
            {
                if (index > 0 && edges[index - 1].Target != edge.Source) continue;
                if (index > 0 && !vocabulary.Relaxed.Contains(edges[index - 1]) && !vocabulary.Relaxed.Contains(edge)) continue;
                edges[index] = edge;
                ChooseEdge(index + 1);
            }
        }

        void ChooseAnnotation(CycleAccess[] accesses, int index)
        {
            if (index == length)
            {
                if (shapes.Count == MostShapes) throw new ArgumentException($"more than {MostShapes} different threads; ask for fewer edges, annotations or accesses");
                shapes.Add(new CycleThread([.. accesses], [.. edges]));
                return;
            }

            Direction direction = index == 0 ? edges[0].Source : edges[index - 1].Target;
            foreach (Annotation annotation in vocabulary.Annotations.Where(a => a.Fits(direction)))
            {
                accesses[index] = new CycleAccess(direction, annotation);
                ChooseAnnotation(accesses, index + 1);
            }
        }
    }
}
