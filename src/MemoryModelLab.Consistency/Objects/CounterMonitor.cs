using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// What every linearization of a counter that only grows must keep: a read sees at least what was added before it began, and at most what was begun to be added before
/// it ended. Not sufficient; what passes is searched.
/// </summary>
internal static class CounterMonitor
{
    /// <summary>The contradiction; null when this does not show one.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations)
    {
        ObjectOperation[] adds = [.. operations.Where(o => o.Function == "add")];
        if (Array.Exists(adds, a => a.Argument < 0)) return null;
        (long Time, Int128 Sum)[] done = Sums(adds.Where(a => !a.IsPending).OrderBy(a => a.Response).Select(a => (a.Response, a.Argument)));
        (long Time, Int128 Sum)[] begun = Sums(adds.OrderBy(a => a.Invocation).Select(a => (a.Invocation, a.Argument)));
        foreach (ObjectOperation read in operations.Where(o => o.Function == "read" && o is { Answer: not null, Outcome: Outcome.Ok }))
        {
            Int128 least = Before(done, read.Invocation), most = Before(begun, read.Response == long.MaxValue ? long.MaxValue : read.Response + 1);
            if (read.Answer < least) return new ObjectContradiction([.. adds.Where(a => a.Precedes(read)), read], h => $"{h.Describe(read)}, though {least} had been added before");
            if (read.Answer > most) return new ObjectContradiction([read], h => $"{h.Describe(read)}, though only {most} had been begun to be added");
        }

        return null;
    }

    private static (long Time, Int128 Sum)[] Sums(IEnumerable<(long Time, long Amount)> amounts)
    {
        Int128 sum = 0;
        return [.. amounts.Select(a => (a.Time, sum += a.Amount))];
    }

    /// <summary>The sum of what is before a time.</summary>
    private static Int128 Before((long Time, Int128 Sum)[] sums, long time)
    {
        int low = 0, high = sums.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sums[middle].Time < time) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? 0 : sums[low - 1].Sum;
    }
}
