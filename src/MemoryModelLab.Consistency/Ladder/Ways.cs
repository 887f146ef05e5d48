using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Ladder;

/// <summary>How a session came to know of a write: along the orders of sessions and from writes to reads, with as few of those as there are.</summary>
internal static class Ways
{
    /// <summary>Of the operations of a core, the writes and reads on the way from each write to each read of its key, that returned another value.</summary>
    public static HashSet<int> Between(History history, IReadOnlyList<int> core)
    {
        var ways = new HashSet<int>();
        int[] reads = [.. core.Where(i => Seen(history.Operations[i]) is not null)];
        if (reads.Length == 0) return ways;
        int n = history.Operations.Length;
        var before = new int[n]; // the operation before in the session
        var last = new int[history.Clients.Count];
        Array.Fill(last, -1);
        var writers = new Dictionary<(int Key, long Value), int>();
        for (int i = 0; i < n; i++)
        {
            ref readonly Operation it = ref history.Operations[i];
            before[i] = last[it.Client];
            last[it.Client] = i;
            if (it.MayWrite) writers.TryAdd((it.Key, it.Value), i);
        }

        foreach (int read in reads)
        {
            int[] sought = [.. core.Where(i => i != read && history.Operations[i].MayWrite && history.Operations[i].Key == history.Operations[read].Key && history.Operations[i].Value != Seen(history.Operations[read]))];
            if (sought.Length > 0) Back(history, read, sought, before, writers, ways);
        }

        return ways;
    }

    private static void Back(History history, int read, int[] sought, int[] before, Dictionary<(int Key, long Value), int> writers, HashSet<int> ways)
    {
        var next = new Dictionary<int, (int Operation, bool IsReader)> { [read] = (-1, false) }; // the operation from which one was reached
        var near = new Stack<int>([read]); // reached with as few reads as any to come
        var far = new List<int>();
        int left = sought.Length;
        while (near.Count > 0 && left > 0)
        {
            while (near.TryPop(out int at) && left > 0)
            {
                if (sought.Contains(at))
                {
                    left--;
                    Keep(at);
                }

                if (before[at] >= 0 && next.TryAdd(before[at], (at, false))) near.Push(before[at]);
                if (at != read && Seen(history.Operations[at]) is { } value && writers.TryGetValue((history.Operations[at].Key, value), out int source) && next.TryAdd(source, (at, true))) far.Add(source);
            }

            foreach (int source in far) near.Push(source);
            far.Clear();
        }

        void Keep(int write)
        {
            for (int at = write; at != read; at = next[at].Operation)
            {
                if (!next[at].IsReader) continue;
                ways.Add(at);
                ways.Add(next[at].Operation);
            }
        }
    }

    /// <summary>The value an operation saw.</summary>
    private static long? Seen(in Operation operation) =>
        operation.ReturnsValue ? operation.Value : operation is { Kind: OperationKind.CompareAndSet, Outcome: not Outcome.Fail } ? operation.Expected : null;
}
