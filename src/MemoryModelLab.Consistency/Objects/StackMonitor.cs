namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Whether a stack's history is linearizable, when no value is pushed twice: values are taken away as long as that changes nothing (Lee and Mathur, "Efficient
/// decrease-and-conquer linearizability monitoring", 2024).
/// <para>
/// A value whose push may take effect at the very moment of its pop is never in the way. At a moment at which no value must be there the stack may be taken to be
/// empty: everything that can happen before does, the rest after; so the parts between such moments are checked each for itself. Within a part the stack is
/// never empty, so one value lies at the bottom all the time: its push may come before everything else in the part, and its pop after. Any
/// value of which that is true will do, for an order of the others is an order of all with it around. When there is none, there is no order.
/// </para>
/// <para>
/// Values are taken away as long as one can lie at the bottom of all that is left of the part; only when there is none is the rest looked at for moments
/// without a value. The worst case is quadratic, where such moments are found one at a time.
/// </para>
/// </summary>
internal static class StackMonitor
{
    private const int Passes = 8;
    private static readonly TimeSpan LongestShrinking = TimeSpan.FromSeconds(2);

    /// <summary>The contradiction; null when there is none, or when the history is not of this kind, or the budget is spent.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations, Budget budget, out bool applies)
    {
        Placements? all = Placements.Of(operations, "push", out ObjectContradiction? contradiction);
        applies = all is not null;
        if (all is null) return null;
        ObjectContradiction? found = contradiction ?? (all.Unknown.Count == 0 ? Decide(all.Values, all.Empty) : UnknownTakes.Check(all, Decide, Deadlines, out applies));
        applies &= found is not null || !budget.IsSpent;
        return found;

        ObjectContradiction? Decide(List<Placement> values, List<ObjectOperation> empty)
        {
            if (new Coverage(values).NeverEmpty(empty) is { } never) return never;
            if (WithoutBottom(values, budget) is not { } part) return null;
            List<Placement> core = Shrink(part, budget.Part(LongestShrinking));
            return new ObjectContradiction(
                [.. core.SelectMany(v => v.Operations)],
                h => $"none of {string.Join(", ", core.Take(5).Select(v => h.Text(v.Value)))}{(core.Count > 5 ? $" and {core.Count - 5} more" : "")} can lie below the others: pushed before them and popped after");
        }
    }

    /// <summary>Of each value that nobody is known to have taken, the first that left of those it was pushed onto.</summary>
    private static IEnumerable<Placement?> Deadlines(List<Placement> taken, List<Placement> left)
    {
        Placement[] byPut = [.. taken.OrderBy(v => v.Put.Response)];
        long[] stays = [.. taken.Select(v => v.To).Order()];
        var first = new Placement?[stays.Length + 1]; // a Fenwick tree: of those that stay long enough, the one that left first
        var answers = new Placement?[left.Count];
        int next = 0;
        foreach (int i in Enumerable.Range(0, left.Count).OrderBy(i => left[i].Put.Invocation))
        {
            for (; next < byPut.Length && byPut[next].Put.Response < left[i].Put.Invocation; next++)
            {
                for (int at = stays.Length + 1 - Coverage.After(stays, byPut[next].To); at < first.Length; at += at & -at)
                {
                    if (first[at] is not { } known || byPut[next].TakenBy < known.TakenBy) first[at] = byPut[next];
                }
            }

            for (int at = stays.Length - Coverage.After(stays, left[i].Put.Response); at > 0; at -= at & -at)
            {
                if (first[at] is { } sooner && (answers[i] is not { } known || sooner.TakenBy < known.TakenBy)) answers[i] = sooner;
            }
        }

        return answers;
    }

    /// <summary>Values of which one would have to lie at the bottom, and none can; null when the history is linearizable, or the budget is spent.</summary>
    private static List<Placement>? WithoutBottom(IEnumerable<Placement> values, Budget budget)
    {
        var open = new Stack<List<Placement>>(new Coverage(values).Parts);
        while (open.TryPop(out List<Placement>? part) && !budget.IsSpent)
        {
            List<Placement> rest = part;
            for (int pass = 0, before = 0; rest.Count != before && rest.Count > 1; pass++)
            {
                before = rest.Count;
                rest = pass < Passes ? WithoutBottomsOnce(rest) : WithoutBottoms(rest);
            }

            if (rest.Count <= 1) continue;
            List<Placement>[] smaller = [.. new Coverage(rest).Parts];
            if (smaller.Length == 1) return rest;
            foreach (List<Placement> one in smaller) open.Push(one);
        }

        return null;
    }

    /// <summary>What is left when the values that can lie at the bottom are taken away: all of them, for each still can when others are gone.</summary>
    private static List<Placement> WithoutBottomsOnce(List<Placement> part)
    {
        long answered = long.MaxValue, invoked = long.MinValue;
        foreach (Placement value in part)
        {
            answered = Math.Min(answered, Answered(value));
            invoked = Math.Max(invoked, Invoked(value));
        }

        return part.FindAll(v => v.Put.Invocation > answered || v.TakenBy < invoked);
    }

    /// <summary>What is left when values that can lie at the bottom are taken away until there is none, in O(n log n).</summary>
    private static List<Placement> WithoutBottoms(List<Placement> part)
    {
        var isGone = new HashSet<Placement>(ReferenceEqualityComparer.Instance);
        Placement[] byPut = [.. part.OrderBy(v => v.Put.Invocation)];
        Placement[] byAnswer = [.. part.OrderBy(Answered)], byCall = [.. part.OrderByDescending(Invoked)];
        var ready = new PriorityQueue<Placement, long>(); // pushed early enough; the one that may stay longest first
        int put = 0, answer = 0, call = 0;
        while (isGone.Count < part.Count)
        {
            while (isGone.Contains(byAnswer[answer])) answer++;
            while (isGone.Contains(byCall[call])) call++;
            for (; put < byPut.Length && byPut[put].Put.Invocation <= Answered(byAnswer[answer]); put++) ready.Enqueue(byPut[put], ~byPut[put].TakenBy);
            if (!ready.TryPeek(out Placement? bottom, out _) || bottom.TakenBy < Invoked(byCall[call])) break;
            isGone.Add(ready.Dequeue());
        }

        return part.FindAll(v => !isGone.Contains(v));
    }

    /// <summary>When the first of a value's operations is answered.</summary>
    private static long Answered(Placement value) => Math.Min(value.Put.Response, value.TakenBy);

    /// <summary>When the last of a value's operations is invoked.</summary>
    private static long Invoked(Placement value) => Math.Max(value.Put.Invocation, value.To);

    private static List<Placement> Shrink(List<Placement> values, Budget budget)
    {
        List<Placement> left = values;
        for (int chunk = left.Count / 2; chunk >= 1 && !budget.IsSpent; chunk /= 2)
        {
            for (int i = 0; i < left.Count && !budget.IsSpent;)
            {
                List<Placement> fewer = [.. left[..i], .. left[Math.Min(left.Count, i + chunk)..]];
                if (WithoutBottom(fewer, budget) is { } still) left = still;
                else i += chunk;
            }
        }

        return left;
    }
}
