namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Dequeues and pops of unknown outcome. Each may have taken one of the values that nobody is known to have taken, at any time after its invocation, or none.
/// <para>
/// What holds whatever they did: in an order of the whole, the values that were taken for certain, and the answers that nothing was there, are in an order without the others, so they must
/// be linearizable alone. And some of the others must be gone by a time: a value that was queued before one that left; one pushed onto one that was popped; one that was there before nothing
/// was found. The takes are alike but for their beginnings, so counting decides whether there is one for each in time (the values in the order of their deadlines, the takes in that of their beginnings).
/// </para>
/// <para>
/// Then each of the values is given to the take it is counted with, to be taken after its beginning or never, and the monitor judges that: when it finds no contradiction, the
/// history is linearizable. Otherwise it is left to the search.
/// </para>
/// </summary>
internal static class UnknownTakes
{
    /// <summary>The contradiction; null when there is none, or when it is not decided here.</summary>
    /// <param name="all">The history.</param>
    /// <param name="decide">The monitor for values with known takes.</param>
    /// <param name="deadlines">Of each value that is left, one that was taken and before which it must have gone.</param>
    /// <param name="applies">Whether it is decided.</param>
    public static ObjectContradiction? Check(
        Placements all, Func<List<Placement>, List<ObjectOperation>, ObjectContradiction?> decide, Func<List<Placement>, List<Placement>, IEnumerable<Placement?>> deadlines, out bool applies)
    {
        List<Placement> taken = all.Values.FindAll(v => v.Taken is not null), left = all.Values.FindAll(v => v.Taken is null);
        applies = true;
        if (decide(taken, all.Empty) is { } found) return found;
        ObjectOperation[] takes = [.. all.Unknown.OrderBy(t => t.Invocation)];
        Due[] due = [.. left.Zip(deadlines(taken, left), (value, before) => new Due(value, before?.TakenBy ?? long.MaxValue, before, null))];
        if (TooFew(Sooner(due, all.Empty, e => e.Invocation, e => e.Response), takes) is { } few) return few;
        var coverage = new Coverage(taken);
        Due[] guess = Sooner(due, all.Empty, e => coverage.FirstGap(e.Invocation), e => coverage.LastGap(e.Response));
        applies = decide([.. taken, .. guess.Select((d, i) => i < takes.Length ? d.Value with { Taken = takes[i] } : d.Value)], all.Empty) is null;
        return null;
    }

    /// <summary>The values by the times at which they must be gone: also for those that found nothing although the value was there before.</summary>
    private static Due[] Sooner(Due[] due, List<ObjectOperation> empty, Func<ObjectOperation, long> begin, Func<ObjectOperation, long> end)
    {
        ObjectOperation[] byBegin = [.. empty.OrderBy(begin)];
        var first = new ObjectOperation[byBegin.Length]; // of those from here on, the one that ends first
        for (int i = byBegin.Length - 1; i >= 0; i--) first[i] = i + 1 < byBegin.Length && end(first[i + 1]) <= end(byBegin[i]) ? first[i + 1] : byBegin[i];
        long[] begins = Array.ConvertAll(byBegin, e => begin(e));
        return [.. due.Select(d => Coverage.After(begins, d.Value.From) is var i && i < first.Length && end(first[i]) < d.Time ? d with { Time = end(first[i]), Empty = first[i] } : d).OrderBy(d => d.Time).ThenBy(d => d.Value.From)];
    }

    private static ObjectContradiction? TooFew(Due[] due, ObjectOperation[] takes)
    {
        for (int i = 0; i < due.Length && due[i].Time < long.MaxValue; i++)
        {
            if (i < takes.Length && takes[i].Invocation <= due[i].Time) continue;
            Due[] these = due[..(i + 1)];
            ObjectOperation last = these[i].Empty ?? these[i].Before!.Taken!;
            string begun = i == 0 ? "none of unknown outcome had begun" : i == 1 ? "one of unknown outcome had begun" : $"{i} of unknown outcome had begun";
            return new ObjectContradiction(
                [.. these.SelectMany(d => d.Empty is { } empty ? [d.Value.Put, empty] : d.Value.Operations.Concat(d.Before!.Operations)).Concat(takes.Take(i)).Distinct()],
                h => $"{h.Describe(last)} though {string.Join(", ", these.Take(5).Select(d => h.Text(d.Value.Value)))}{(i >= 5 ? $" and {i - 4} more" : "")} should come out before, which nobody is known to have taken: {begun}");
        }

        return null;
    }

    /// <summary>A value and when it must be gone, for it must go before another, or nothing was found.</summary>
    private readonly record struct Due(Placement Value, long Time, Placement? Before, ObjectOperation? Empty);
}
