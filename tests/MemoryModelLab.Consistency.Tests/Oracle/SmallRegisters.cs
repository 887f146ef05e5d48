using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>
/// Every history of a number of operations on one key, at all times they can take place relative to each other, each by a client of its own. By locality what holds of each key holds of several.
/// <para>
/// Which operation precedes which is an interval order, and such an order has one shortest form: intervals over points 0, 1, 2, …, at each of which one begins and one ends. There are 1, 2, 5, 15, 53, 217, 1014
/// of them up to names, of 1 to 7 operations (the Fishburn numbers).
/// </para>
/// </summary>
internal static class SmallRegisters
{
    /// <summary>Reads and writes of distinct values; with <paramref name="withUnknown"/> also writes that were never answered.</summary>
    public static IEnumerable<History> Distinct(int operations, bool withUnknown = false) =>
        from order in IntervalOrders([], operations)
        from kinds in Words(operations, withUnknown ? 3 : 2)
        where IsCanonical(order, kinds) && order.Select((interval, i) => kinds[i] != 2 || interval.End == order[^1].Begin).All(isRight => isRight)
        from values in Values(kinds)
        select Build(order, (builder, i, begin, end) => Add(builder, i, kinds[i], values[i], begin, end));

    /// <summary>Operations over the values 0 and 1, in every combination: reads, writes, compare-and-sets that succeeded or failed, and updates of unknown outcome.</summary>
    public static IEnumerable<History> Few(int operations) =>
        from order in IntervalOrders([], operations)
        from kinds in Words(operations, 16)
        where IsCanonical(order, kinds)
        select Build(order, (builder, i, begin, end) => Add(builder, i, kinds[i], begin, end));

    private static bool IsCanonical((int Begin, int End)[] order, int[] kinds)
    {
        for (int i = 1; i < kinds.Length; i++)
        {
            if (order[i] == order[i - 1] && kinds[i] < kinds[i - 1]) return false;
        }

        return true;
    }

    /// <summary>Intervals by where they begin, then by where they end.</summary>
    private static IEnumerable<(int Begin, int End)[]> IntervalOrders((int Begin, int End)[] begun, int operations)
    {
        if (begun.Length == operations)
        {
            int points = begun[^1].Begin + 1;
            return Array.TrueForAll(begun, i => i.End < points) && begun.Select(i => i.End).Distinct().Count() == points ? [begun] : [];
        }

        int least = begun.Length == 0 ? 0 : begun[^1].Begin, most = begun.Length == 0 ? 0 : least + 1;
        return
            from begin in Enumerable.Range(least, most - least + 1)
            from end in Enumerable.Range(begin, operations - begin)
            where begun.Length == 0 || begin > least || end >= begun[^1].End
            from all in IntervalOrders([.. begun, (begin, end)], operations)
            select all;
    }

    private static IEnumerable<int[]> Words(int length, int letters)
    {
        for (int number = 0; number < (int)Math.Pow(letters, length); number++)
        {
            int left = number;
            var word = new int[length];
            for (int i = 0; i < length; i++, left /= letters) word[i] = left % letters;
            yield return word;
        }
    }

    /// <summary>Kind 0 reads; what writes, writes its place, from 1.</summary>
    private static IEnumerable<int[]> Values(int[] kinds)
    {
        int[] written = [.. Enumerable.Range(1, kinds.Length).Where(place => kinds[place - 1] > 0)];
        IEnumerable<int[]> all = [[]];
        for (int i = 0; i < kinds.Length; i++)
        {
            int[] choice = kinds[i] > 0 ? [i + 1] : [0, .. written];
            all = all.SelectMany(_ => choice, (some, value) => (int[])[.. some, value]);
        }

        return all;
    }

    private static History Build((int Begin, int End)[] order, Action<HistoryBuilder, int, long, long> add)
    {
        var builder = new HistoryBuilder();
        for (int i = 0; i < order.Length; i++) add(builder, i, 10 * order[i].Begin, (10 * order[i].End) + 5);
        return builder.Build();
    }

    private static void Add(HistoryBuilder builder, int i, int kind, int value, long from, long to)
    {
        if (kind == 0) builder.Read("C" + i, "x", value, from, to);
        else builder.Write("C" + i, "x", value, from, kind == 2 ? Operation.Never : to);
    }

    private static void Add(HistoryBuilder builder, int i, int kind, long from, long to)
    {
        string client = "C" + i;
        switch (kind)
        {
            case < 2: builder.Read(client, "x", kind, from, to); break;
            case < 4: builder.Write(client, "x", kind - 2, from, to); break;
            case < 8: builder.CompareAndSet(client, "x", (kind - 4) / 2, kind % 2, true, from, to); break;
            case < 10: builder.CompareAndSet(client, "x", kind - 8, 1, false, from, to); break;
            case < 12: builder.Write(client, "x", kind - 10, from); break;
            default: builder.CompareAndSet(client, "x", (kind - 12) / 2, kind % 2, null, from); break;
        }
    }
}
