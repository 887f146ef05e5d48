using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Tests.Oracle;

/// <summary>Every history of a number of reads and writes over two keys, once up to the names of sessions: writes write 1, 2, 3, …, reads return any of those of their key, or 0.</summary>
internal static class SmallHistories
{
    private static readonly string[] Keys = ["x", "y"];

    public static IEnumerable<History> Of(int operations) =>
        from sizes in Partitions(operations, operations)
        from kinds in Words(operations, 4)
        from history in WithValues(sizes, kinds)
        select history;

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

    /// <summary>Kinds: 0 reads x, 1 reads y, 2 writes x, 3 writes y.</summary>
    private static IEnumerable<History> WithValues(int[] sizes, int[] kinds)
    {
        int[][] choices = [.. kinds.Select((kind, i) => kind >= 2 ? [i + 1] : (int[])[0, .. Enumerable.Range(0, kinds.Length).Where(w => kinds[w] == kind + 2).Select(w => w + 1)])];
        IEnumerable<int[]> all = [[]];
        foreach (int[] choice in choices) all = all.SelectMany(_ => choice, (some, value) => (int[])[.. some, value]);
        foreach (int[] values in all)
        {
            var builder = new HistoryBuilder();
            for (int session = 0, at = 0; session < sizes.Length; session++)
            {
                for (int i = 0; i < sizes[session]; i++, at++)
                {
                    // All sessions run at the same time.
                    (string client, string key) = ("C" + session, Keys[kinds[at] % 2]);
                    if (kinds[at] >= 2) builder.Write(client, key, values[at], 10 * i, (10 * i) + 5);
                    else builder.Read(client, key, values[at], 10 * i, (10 * i) + 5);
                }
            }

            yield return builder.Build();
        }
    }
}
