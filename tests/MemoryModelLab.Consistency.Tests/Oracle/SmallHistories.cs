using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>
/// Every history of a number of reads and writes over two keys, once up to the names of sessions, keys and values: writes write 1, 2, 3, …, reads return any of those of their
/// key, or 0.
/// <para>
/// A history is a list of kinds and a list of values, session by session, the longest first. Exchanging sessions of one length, or the keys, makes others of it that differ in names
/// only; the one whose lists are the least stands for all.
/// </para>
/// </summary>
internal static class SmallHistories
{
    private static readonly string[] Keys = ["x", "y"];

    /// <summary>When operations take place: all sessions at the same time, one after another, or the last first.</summary>
    public const int Timings = 3;

    /// <summary>Every history, each at one of the <see cref="Timings"/>.</summary>
    /// <param name="operations">How many operations.</param>
    /// <param name="timing">Which timing; -1 for any one of them, another for each next history.</param>
    public static IEnumerable<History> Of(int operations, int timing = -1)
    {
        int number = 0;
        foreach ((int[] sizes, int[] kinds, int[] values) in Shapes(operations)) yield return Build(sizes, kinds, values, timing < 0 ? number++ % Timings : timing, finals: 0);
    }

    /// <summary>Every history with every choice of the reads that are final, at every timing.</summary>
    public static IEnumerable<History> WithFinalReads(int operations) =>
        from shape in Shapes(operations)
        from finals in Enumerable.Range(0, 1 << operations)
        where Enumerable.Range(0, operations).All(i => (finals >> i & 1) == 0 || !IsWrite(shape.Kinds[i]))
        from timing in Enumerable.Range(0, Timings)
        select Build(shape.Sizes, shape.Kinds, shape.Values, timing, finals);

    private static IEnumerable<(int[] Sizes, int[] Kinds, int[] Values)> Shapes(int operations)
    {
        foreach (int[] sizes in Partitions(operations, operations))
        {
            Arrangement[] arrangements = [.. Arrangements(sizes)];
            foreach (int[] kinds in Words(operations, 4))
            {
                if (!IsSorted(sizes, kinds) || Array.Exists(arrangements, a => a.CompareKinds(kinds) < 0)) continue;
                Arrangement[] same = Array.FindAll(arrangements, a => a.CompareKinds(kinds) == 0);
                foreach (int[] values in Values(kinds))
                {
                    if (Array.TrueForAll(same, a => a.CompareValues(values) >= 0)) yield return (sizes, kinds, values);
                }
            }
        }
    }

    /// <summary>The sizes of the sessions, the largest first.</summary>
    private static IEnumerable<int[]> Partitions(int total, int largest)
    {
        if (total == 0)
        {
            yield return [];
            yield break;
        }

        for (int size = Math.Min(total, largest); size > 0; size--)
        {
            foreach (int[] rest in Partitions(total - size, size)) yield return [size, .. rest];
        }
    }

    private static IEnumerable<Arrangement> Arrangements(int[] sizes)
    {
        int[] starts = [.. sizes.Select((_, session) => sizes[..session].Sum())];
        foreach (int[] order in Orders([], sizes))
        {
            int[] from = [.. order.SelectMany(session => Enumerable.Range(starts[session], sizes[session]))];
            yield return new Arrangement(from, swapsKeys: false);
            yield return new Arrangement(from, swapsKeys: true);
        }
    }

    /// <summary>The orders of the sessions in which each has the size of the one whose place it takes.</summary>
    private static IEnumerable<int[]> Orders(int[] placed, int[] sizes) => placed.Length == sizes.Length
        ? [placed]
        : Enumerable.Range(0, sizes.Length).Where(s => sizes[s] == sizes[placed.Length] && !placed.Contains(s)).SelectMany(s => Orders([.. placed, s], sizes));

    /// <summary>Whether of neighbours of one size the first is not the greater: what is not sorted is never the least.</summary>
    private static bool IsSorted(int[] sizes, int[] kinds)
    {
        for (int session = 0, at = 0; session + 1 < sizes.Length; at += sizes[session++])
        {
            int size = sizes[session];
            if (size == sizes[session + 1] && kinds.AsSpan(at, size).SequenceCompareTo(kinds.AsSpan(at + size, size)) > 0) return false;
        }

        return true;
    }

    /// <summary>Kinds: 0 reads x, 1 reads y, 2 writes x, 3 writes y.</summary>
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

    private static bool IsWrite(int kind) => kind >= 2;

    /// <summary>A write writes its place, from 1.</summary>
    private static IEnumerable<int[]> Values(int[] kinds)
    {
        int[][] choices = [.. kinds.Select((kind, i) => IsWrite(kind) ? [i + 1] : (int[])[0, .. Enumerable.Range(0, kinds.Length).Where(w => kinds[w] == kind + 2).Select(w => w + 1)])];
        IEnumerable<int[]> all = [[]];
        foreach (int[] choice in choices) all = all.SelectMany(_ => choice, (some, value) => (int[])[.. some, value]);
        return all;
    }

    private static History Build(int[] sizes, int[] kinds, int[] values, int timing, int finals)
    {
        var builder = new HistoryBuilder();
        for (int session = 0, at = 0; session < sizes.Length; session++)
        {
            int begin = timing switch { 0 => 0, 1 => at, _ => kinds.Length - at - sizes[session] };
            for (int i = 0; i < sizes[session]; i++, at++)
            {
                (string client, string key, long from) = ("C" + session, Keys[kinds[at] % 2], 10 * (begin + i));
                if (IsWrite(kinds[at])) builder.Write(client, key, values[at], from, from + 5);
                else builder.Read(client, key, values[at], from, from + 5, isFinal: (finals >> at & 1) == 1);
            }
        }

        return builder.Build();
    }

    /// <summary>Sessions in another order, and perhaps the keys exchanged.</summary>
    private sealed class Arrangement(int[] from, bool swapsKeys)
    {
        private readonly int[] to = [.. Enumerable.Range(0, from.Length).Select(i => Array.IndexOf(from, i))];

        /// <summary>Whether the kinds so arranged are less than the kinds (-1), the same, or greater.</summary>
        public int CompareKinds(int[] kinds)
        {
            for (int i = 0; i < kinds.Length; i++)
            {
                int kind = swapsKeys ? kinds[from[i]] ^ 1 : kinds[from[i]];
                if (kind != kinds[i]) return kind < kinds[i] ? -1 : 1;
            }

            return 0;
        }

        /// <summary>The same for values, which are renamed: a write writes its place.</summary>
        public int CompareValues(int[] values)
        {
            for (int i = 0; i < values.Length; i++)
            {
                int value = values[from[i]] == 0 ? 0 : to[values[from[i]] - 1] + 1;
                if (value != values[i]) return value < values[i] ? -1 : 1;
            }

            return 0;
        }
    }
}
