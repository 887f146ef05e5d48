namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Whether a queue's history is linearizable, when no value is enqueued twice, in O(n log n): it is, unless one of four patterns is in it
/// (Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013, theorem 3): a value is dequeued that nobody enqueued, or
/// twice, or before it was enqueued; or one value was enqueued before another and leaves after it, or never; or nothing is found while something must be there.
/// </summary>
internal static class QueueMonitor
{
    /// <summary>The contradiction; null when there is none, or when the history is not of this kind.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations, out bool applies)
    {
        Placements? all = Placements.Of(operations, "enqueue", out ObjectContradiction? contradiction);
        applies = all is not null;
        return all is null ? null : contradiction ?? Overtaken(all.Values) ?? new Coverage(all.Values).NeverEmpty(all.Empty);
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
