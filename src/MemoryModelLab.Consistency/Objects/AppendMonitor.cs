using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// Whether the history of a list that only grows is linearizable, when no value is appended twice, in O(n log n) and the length of what was read: the longest
/// read shows the order of what it saw, every read is a prefix of it, and real time must not contradict that order.
/// </summary>
internal static class AppendMonitor
{
    /// <summary>The contradiction; null when there is none, or when the history is not of this kind.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations, Budget budget, out bool applies)
    {
        var appends = new Dictionary<long, ObjectOperation>();
        applies = operations.Where(o => o.Function == "append").All(o => appends.TryAdd(o.Argument, o));
        if (!applies) return null;
        ObjectOperation[] reads = [.. operations.Where(o => o.Function == "read" && o.Items is not null && o.Outcome == Outcome.Ok).OrderBy(o => o.Items!.Count)];
        for (int i = 1; i < reads.Length; i++)
        {
            (ObjectOperation shorter, ObjectOperation longer) = (reads[i - 1], reads[i]);
            if (!shorter.Items!.SequenceEqual(longer.Items!.Take(shorter.Items!.Count))) return new ObjectContradiction([shorter, longer], h => Parting(h, shorter, longer));
        }

        IReadOnlyList<long> order = reads.Length == 0 ? [] : reads[^1].Items!;
        var place = new Dictionary<long, int>();
        for (int i = 0; i < order.Count; i++)
        {
            long value = order[i];
            ObjectOperation read = reads[^1];
            if (!appends.TryGetValue(value, out ObjectOperation? append)) return new ObjectContradiction([read], h => $"{h.Describe(read)}, but nobody appended {h.Text(value)}");
            if (!place.TryAdd(value, i)) return new ObjectContradiction([read, append], h => $"{h.Describe(read)}, but {h.Text(value)} was appended once");
        }

        // The places: the append of the i-th value is at 2i, the reads that saw i values at 2i - 1, what nobody saw is behind all.
        var placed = new List<(int Place, ObjectOperation Operation)>();
        placed.AddRange(reads.Select(r => ((2 * r.Items!.Count) - 1, r)));
        placed.AddRange(appends.Values.Where(a => place.ContainsKey(a.Argument) || a.Outcome == Outcome.Ok).Select(a => (2 * place.GetValueOrDefault(a.Argument, order.Count), a)));
        placed.Sort((a, b) => a.Place.CompareTo(b.Place));
        ObjectOperation? latest = null; // of what is placed before, the operation that was invoked last
        for (int begin = 0, end; begin < placed.Count; begin = end)
        {
            for (end = begin; end < placed.Count && placed[end].Place == placed[begin].Place; end++)
            {
                ObjectOperation operation = placed[end].Operation;
                if (latest is null || !operation.Precedes(latest)) continue;
                ObjectOperation before = latest;
                return new ObjectContradiction([operation, before, .. reads.Length == 0 ? [] : new[] { reads[^1] }.Except([operation, before])], h => $"{h.Describe(operation)} before {h.Describe(before)} had begun; what was read puts it after");
            }

            for (int i = begin; i < end; i++)
            {
                if (latest is null || placed[i].Operation.Invocation > latest.Invocation) latest = placed[i].Operation;
            }
        }

        return null;
    }

    /// <summary>Where two lists part: of long ones only that.</summary>
    private static string Parting(ObjectHistory history, ObjectOperation one, ObjectOperation other)
    {
        IReadOnlyList<long> a = one.Items!, b = other.Items!;
        int alike = 0;
        while (a[alike] == b[alike]) alike++; // the shorter is no beginning of the longer
        return alike < 12
            ? $"{history.Describe(one)} and {history.Describe(other)}: neither is how the other began"
            : $"what client {one.Client} and client {other.Client} read is alike for {alike} values, and goes on with {history.Text(a[alike])} and {history.Text(b[alike])}: neither is how the other began";
    }
}
