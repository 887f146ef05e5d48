namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Whether a queue's history is linearizable, when no value is enqueued twice, in O(n log n): it is, unless one of four patterns is in it
/// (Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013, theorem 3): a value is dequeued that nobody enqueued, or
/// twice, or before it was enqueued; or one value was enqueued before another and leaves after it, or never; or nothing is found while something must be there.
/// </summary>
internal static class QueueMonitor
{
    /// <summary>The contradiction; null when there is none, or when the history is not of this kind. See <see cref="UnknownTakes"/> for those of unknown outcome.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations, Budget budget, out bool applies)
    {
        Placements? all = Placements.Of(operations, "enqueue", out ObjectContradiction? contradiction);
        applies = all is not null;
        if (all is null) return null;
        return contradiction ?? (all.Unknown.Count == 0 ? Decide(all.Values, all.Empty) : UnknownTakes.Check(all, Decide, Deadlines, out applies));
    }

    private static ObjectContradiction? Decide(List<Placement> values, List<ObjectOperation> empty) => Overtaken(values) ?? new Coverage(values).NeverEmpty(empty);

    /// <summary>Of each value that nobody is known to have taken, the first that left of those that were put after it.</summary>
    private static IEnumerable<Placement?> Deadlines(List<Placement> taken, List<Placement> left)
    {
        Placement[] byPut = [.. taken.OrderBy(v => v.Put.Invocation)];
        var first = new Placement[byPut.Length]; // of those from here on, the one that left first
        for (int i = byPut.Length - 1; i >= 0; i--) first[i] = i + 1 < byPut.Length && first[i + 1].TakenBy <= byPut[i].TakenBy ? first[i + 1] : byPut[i];
        long[] puts = Array.ConvertAll(byPut, v => v.Put.Invocation);
        foreach (Placement value in left)
        {
            int later = Coverage.After(puts, value.Put.Response);
            yield return later < first.Length ? first[later] : null;
        }
    }

    private static ObjectContradiction? Overtaken(List<Placement> values)
    {
        Placement[] byPut = [.. values.OrderBy(v => v.Put.Response)], byInvocation = [.. values.OrderBy(v => v.Put.Invocation)];
        Placement? last = null; // of the values enqueued before, the one that stays longest
        int next = 0;
        foreach (Placement value in byInvocation)
        {
            for (; next < byPut.Length && byPut[next].Put.Response < value.Put.Invocation; next++)
            {
                if (last is null || byPut[next].To > last.To) last = byPut[next];
            }

            if (last is null || value.Taken is null || last.To <= value.TakenBy) continue;
            Placement earlier = last;
            return new ObjectContradiction(
                [.. earlier.Operations, .. value.Operations],
                h => $"{h.Describe(earlier.Put)} before {h.Describe(value.Put)}, and {h.Describe(value.Taken)} before {(earlier.Taken is null ? $"{h.Text(earlier.Value)}, which nobody dequeued" : h.Describe(earlier.Taken))}");
        }

        return null;
    }
}
