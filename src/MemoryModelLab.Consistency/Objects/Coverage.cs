namespace MemoryModelLab.Consistency.Objects;

/// <summary>When a queue or stack cannot be empty: the union of the open intervals in which some value must be there.</summary>
internal sealed class Coverage
{
    private readonly List<(long From, long To, List<Placement> Values)> parts = [];
    private readonly long[] begins;

    /// <summary>The union of the intervals of values that must stay.</summary>
    public Coverage(IEnumerable<Placement> values)
    {
        List<Placement> staying = [.. values.Where(v => v.MustStay)];
        for (int i = 1; i < staying.Count; i++)
        {
            if (staying[i].From >= staying[i - 1].From) continue; // a part of one that was covered before is in order
            staying = [.. staying.OrderBy(v => v.From)];
            break;
        }

        foreach (Placement value in staying)
        {
            if (parts.Count > 0 && value.From < parts[^1].To)
            {
                (long from, long to, List<Placement> members) = parts[^1];
                members.Add(value);
                parts[^1] = (from, Math.Max(to, value.To), members);
            }
            else
            {
                parts.Add((value.From, value.To, [value]));
            }
        }

        begins = [.. parts.Select(p => p.From)];
    }

    /// <summary>The values of each connected part.</summary>
    public IEnumerable<List<Placement>> Parts => parts.Select(p => p.Values);

    /// <summary>The first instant from a time on at which nothing must be there.</summary>
    public long FirstGap(long time) => Around(time) is { } part ? part.To : time;

    /// <summary>The last such instant up to a time.</summary>
    public long LastGap(long time) => Around(time) is { } part ? part.From : time;

    private (long From, long To)? Around(long time)
    {
        int at = From(begins, time) - 1; // the last part that begins before
        return at >= 0 && parts[at].To > time ? (parts[at].From, parts[at].To) : null;
    }

    /// <summary>The index of the first of sorted times that is after a time.</summary>
    public static int After(long[] times, long time) => time == long.MaxValue ? times.Length : From(times, time + 1);

    /// <summary>The index of the first of sorted times that is not before a time.</summary>
    public static int From(long[] times, long time)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>An operation that found nothing though something was there all the while, and a chain of values that shows it.</summary>
    public ObjectContradiction? NeverEmpty(IEnumerable<ObjectOperation> empty)
    {
        foreach (ObjectOperation operation in empty)
        {
            int at = From(begins, operation.Invocation) - 1; // the last part that begins before the invocation
            if (at < 0 || operation.Response >= parts[at].To) continue;
            List<Placement> chain = Chain(parts[at].Values, operation);
            string inside = chain.Count == 1 ? "a value was there all the while" : $"{chain.Count} values, one after the other, were there all the while";
            return new ObjectContradiction([.. chain.SelectMany(v => v.Operations), operation], h => $"{h.Describe(operation)}, while {inside}");
        }

        return null;
    }

    /// <summary>The fewest values whose intervals cover the operation's.</summary>
    private static List<Placement> Chain(List<Placement> values, ObjectOperation operation)
    {
        var chain = new List<Placement>();
        long covered = operation.Invocation;
        for (bool isFirst = true; isFirst || covered <= operation.Response; isFirst = false)
        {
            Placement next = values.Where(v => v.From < covered).MaxBy(v => v.To)!;
            chain.Add(next);
            covered = next.To;
        }

        return chain;
    }
}
