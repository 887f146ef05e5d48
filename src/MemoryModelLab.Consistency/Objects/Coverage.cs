namespace MemoryModelLab.Consistency.Objects;

/// <summary>When a queue or stack cannot be empty: the union of the open intervals in which some value must be there.</summary>
internal sealed class Coverage
{
    private readonly List<(long From, long To, List<Placement> Values)> parts = [];

    /// <summary>The union of the intervals of values that must stay.</summary>
    public Coverage(IEnumerable<Placement> values)
    {
        foreach (Placement value in values.Where(v => v.MustStay).OrderBy(v => v.From))
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
    }

    /// <summary>The values of each connected part.</summary>
    public IEnumerable<List<Placement>> Parts => parts.Select(p => p.Values);

    /// <summary>An operation that found nothing though something was there all the while, and a chain of values that shows it.</summary>
    public ObjectContradiction? NeverEmpty(IEnumerable<ObjectOperation> empty)
    {
        foreach (ObjectOperation operation in empty)
        {
            int low = 0, high = parts.Count; // the last part that begins before the invocation
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (parts[middle].From < operation.Invocation) low = middle + 1;
                else high = middle;
            }

            if (low == 0 || operation.Response >= parts[low - 1].To) continue;
            List<Placement> chain = Chain(parts[low - 1].Values, operation);
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
