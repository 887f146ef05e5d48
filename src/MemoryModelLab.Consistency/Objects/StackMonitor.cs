namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Whether a stack's history is linearizable, when no value is pushed twice: values are taken away as long as that changes nothing (Lee and Mathur, "Efficient
/// decrease-and-conquer linearizability monitoring", 2024; quadratic here).
/// <para>
/// A value whose push may take effect at the very moment of its pop is never in the way. At a moment at which no value must be there the stack may be taken to be
/// empty: everything that can happen before does, the rest after; so the parts between such moments are checked each for itself. Within a part the stack is
/// never empty, so one value lies at the bottom all the time: its push may come before everything else in the part, and its pop after. Any
/// value of which that is true will do, for an order of the others is an order of all with it around. When there is none, there is no order.
/// </para>
/// </summary>
internal static class StackMonitor
{
    private const int MostShrunk = 400;

    /// <summary>The contradiction; null when there is none, or when the history is not of this kind.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations, out bool applies)
    {
        Placements? all = Placements.Of(operations, "push", out ObjectContradiction? contradiction);
        applies = all is not null;
        if (all is null) return null;
        if ((contradiction ?? new Coverage(all.Values).NeverEmpty(all.Empty)) is { } found) return found;
        if (WithoutBottom(all.Values) is not { } part) return null;
        List<Placement> core = Shrink(part);
        return new ObjectContradiction(
            [.. core.SelectMany(v => v.Operations)],
            h => $"none of {string.Join(", ", core.Take(5).Select(v => h.Text(v.Value)))}{(core.Count > 5 ? $" and {core.Count - 5} more" : "")} can lie below the others: pushed before them and popped after");
    }

    /// <summary>Values of which one would have to lie at the bottom, and none can; null when the history is linearizable.</summary>
    private static List<Placement>? WithoutBottom(IEnumerable<Placement> values)
    {
        var open = new Stack<List<Placement>>(new Coverage(values).Parts);
        while (open.TryPop(out List<Placement>? part))
        {
            if (part.Count == 1) continue;
            long answered = long.MaxValue, invoked = long.MinValue;
            foreach (Placement value in part)
            {
                answered = Math.Min(answered, Math.Min(value.Put.Response, value.TakenBy));
                invoked = Math.Max(invoked, Math.Max(value.Put.Invocation, value.To));
            }

            int bottom = part.FindIndex(v => v.Put.Invocation <= answered && v.TakenBy >= invoked);
            if (bottom < 0) return part;
            part.RemoveAt(bottom);
            foreach (List<Placement> smaller in new Coverage(part).Parts) open.Push(smaller);
        }

        return null;
    }

    private static List<Placement> Shrink(List<Placement> values)
    {
        List<Placement> left = values;
        for (int chunk = left.Count / 2; chunk >= 1 && values.Count <= MostShrunk; chunk /= 2)
        {
            for (int i = 0; i < left.Count;)
            {
                List<Placement> fewer = [.. left[..i], .. left[Math.Min(left.Count, i + chunk)..]];
                if (WithoutBottom(fewer) is { } still) left = still;
                else i += chunk;
            }
        }

        return left;
    }
}
