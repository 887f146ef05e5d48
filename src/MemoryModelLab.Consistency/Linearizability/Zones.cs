using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Linearizability of one key whose writes all write different values: Gibbons and Korach, "Testing shared memories" (SIAM J. Computing
/// 1997, section 4), in O(n log n).
/// <para>
/// A write and the reads that return its value are a <em>cluster</em>; in a linearization they stand together, the write first. Cluster a
/// has an operation that precedes one of cluster b exactly when a's earliest response f(a) is before b's latest invocation s(b). So two
/// clusters contradict each other when f(a) &lt; s(b) and f(b) &lt; s(a); and when no two do, ordering them by min(f, s), those with
/// s ≤ f first, is a linearization. An interval from f to s with f &lt; s is a forward zone, from s to f a backward zone: forward zones may
/// not overlap, and a backward zone may not lie within a forward one.
/// </para>
/// <para>
/// A write that was never answered ends at infinity, and is left out when nobody read it. The initial value is a write before everything.
/// </para>
/// </summary>
internal sealed class Zones
{
    private const int Initial = -1;

    private readonly History history;
    private readonly int[] operations;
    private readonly ValueTable clusterOf;
    private readonly int[] write, earliest, latestRead; // by cluster: its write, whose response is the earliest, which read's invocation the latest
    private readonly long[] first, last; // the earliest response (f), the latest invocation of a read
    private readonly int[] forward; // the forward zones by their beginning
    private int clusters, zones;
    private Contradiction? fault;
    private long readsEarlier;

    private Zones(History history, int[] operations, int writes)
    {
        (this.history, this.operations) = (history, operations);
        clusterOf = new ValueTable(writes + 1);
        (write, earliest, latestRead, forward) = (new int[writes + 1], new int[writes + 1], new int[writes + 1], new int[writes + 1]);
        (first, last) = (new long[writes + 1], new long[writes + 1]);
        AddCluster(Initial, history.Initial, long.MinValue);
    }

    /// <summary>The zones of one key's operations; null when they are not only reads and writes, or a value was written twice.</summary>
    /// <param name="history">The history.</param>
    /// <param name="operations">The indices of the operations, by invocation.</param>
    public static Zones? Of(History history, int[] operations)
    {
        ReadOnlySpan<Operation> all = history.Operations;
        int writes = 0;
        foreach (int index in operations)
        {
            if (all[index].Kind is not (OperationKind.Read or OperationKind.Write)) return null;
            if (all[index].MayWrite) writes++;
        }

        var zones = new Zones(history, operations, writes);
        foreach (int index in operations)
        {
            if (all[index].MayWrite && !zones.AddCluster(index, all[index].Value, all[index].Response)) return null;
        }

        zones.AddReads();
        return zones;
    }

    /// <summary>The contradiction between the operations, or null and their linearization.</summary>
    /// <param name="order">Receives a linearization, when there is one.</param>
    public Contradiction? Check(List<int>? order)
    {
        if (Conflict(0) is { } contradiction) return contradiction;
        if (order is not null) Linearize(order);
        return null;
    }

    /// <summary>The contradiction when every read is invoked earlier by a time.</summary>
    public Contradiction? Conflict(long earlier)
    {
        if (fault is not null) return fault;
        readsEarlier = earlier;
        SortForward();
        for (int i = 1; i < zones; i++)
        {
            // A zone that reaches beyond the next one's beginning overlaps it.
            if (first[forward[i]] < Last(forward[i - 1])) return Between(forward[i - 1], forward[i]);
        }

        int around = 0;
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            if (IsForward(cluster) || IsUnread(cluster)) continue;
            around = LastBefore(Last(cluster), around);
            if (around >= 0 && Last(forward[around]) > first[cluster]) return Between(forward[around], cluster);
        }

        return null;
    }

    private bool AddCluster(int index, long value, long response)
    {
        if (!clusterOf.TryAdd(0, value, clusters)) return false;
        (write[clusters], first[clusters], earliest[clusters], last[clusters], latestRead[clusters]) = (index, response, index, long.MinValue, Initial);
        clusters++;
        return true;
    }

    private void AddReads()
    {
        ReadOnlySpan<Operation> all = history.Operations;
        foreach (int index in operations)
        {
            ref readonly Operation read = ref all[index];
            if (!read.ReturnsValue) continue;
            int cluster = clusterOf.Find(0, read.Value);
            if (cluster < 0)
            {
                fault = new Contradiction([index], $"{history.ClientOf(index)} read {Value(read.Value)}, which nobody wrote");
                return;
            }

            if (write[cluster] != Initial && read.Precedes(all[write[cluster]]))
            {
                fault = new Contradiction([index, write[cluster]], $"{history.ClientOf(index)} read {Value(read.Value)} before {history.ClientOf(write[cluster])} began to write it");
                return;
            }

            if (read.Response < first[cluster]) (first[cluster], earliest[cluster]) = (read.Response, index);
            (last[cluster], latestRead[cluster]) = (read.Invocation, index); // operations come by invocation
        }
    }

    private void SortForward()
    {
        zones = 0;
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            if (IsForward(cluster)) forward[zones++] = cluster;
        }

        var beginnings = new long[zones];
        for (int i = 0; i < zones; i++) beginnings[i] = first[forward[i]];
        Array.Sort(beginnings, forward, 0, zones);
    }

    /// <summary>
    /// The last zone that begins before <paramref name="time"/>, the only one that can reach over it: those before end earlier. Looks outwards from the
    /// place found last, for the times asked for hardly go back.
    /// </summary>
    private int LastBefore(long time, int near)
    {
        int low = Math.Max(near, 0), high = low, step = 1;
        while (low > 0 && first[forward[low - 1]] >= time) low = Math.Max(0, low - (step *= 2));
        for (step = 1; high < zones && first[forward[high]] < time; step *= 2) high = Math.Min(zones, high + step);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (first[forward[middle]] < time) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private void Linearize(List<int> order)
    {
        var starts = new int[clusters + 1];
        var clusterOfRead = new int[operations.Length];
        for (int i = 0; i < operations.Length; i++)
        {
            ref readonly Operation read = ref history.Operations[operations[i]];
            clusterOfRead[i] = read.ReturnsValue ? clusterOf.Find(0, read.Value) : -1;
            if (clusterOfRead[i] >= 0) starts[clusterOfRead[i] + 1]++;
        }

        for (int cluster = 0; cluster < clusters; cluster++) starts[cluster + 1] += starts[cluster];
        var reads = new int[starts[clusters]];
        int[] next = [.. starts];
        for (int i = 0; i < operations.Length; i++)
        {
            if (clusterOfRead[i] >= 0) reads[next[clusterOfRead[i]]++] = operations[i];
        }

        var sorted = new List<(long Time, bool IsForward, int Cluster)>(clusters);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            if (!IsUnread(cluster)) sorted.Add((Math.Min(first[cluster], Last(cluster)), IsForward(cluster), cluster));
        }

        sorted.Sort();
        order.EnsureCapacity(operations.Length);
        foreach ((_, _, int cluster) in sorted)
        {
            if (write[cluster] != Initial) order.Add(write[cluster]);
            order.AddRange(reads.AsSpan(starts[cluster], starts[cluster + 1] - starts[cluster]));
        }
    }

    /// <summary>The latest invocation (s).</summary>
    private long Last(int cluster) => Math.Max(Begin(cluster), EndOfReads(cluster));

    private long Begin(int cluster) => write[cluster] == Initial ? long.MinValue : history.Operations[write[cluster]].Invocation;

    private long EndOfReads(int cluster) => latestRead[cluster] == Initial ? long.MinValue : last[cluster] - readsEarlier;

    private bool IsForward(int cluster) => first[cluster] < Last(cluster);

    /// <summary>Whether this is a write that was never answered and never read: it need not have happened.</summary>
    private bool IsUnread(int cluster) => first[cluster] == Operation.Never;

    /// <summary>Few operations of two clusters of which each has one that precedes one of the other.</summary>
    private Contradiction Between(int a, int b)
    {
        (int Before, int After)[] first = Precedences(a, b), second = Precedences(b, a);
        ((int Before, int After) ab, (int Before, int After) ba) = (first[0], second[0]);
        int least = int.MaxValue;
        foreach ((int Before, int After) one in first)
        {
            foreach ((int Before, int After) other in second)
            {
                int count = Core(a, b, one, other).Length;
                if (count < least) (least, ab, ba) = (count, one, other);
            }
        }

        return new Contradiction(Core(a, b, ab, ba), $"{Earlier(ab)}, and {Earlier(ba)}: the values of {Key} cannot both come first");
    }

    private int[] Core(int a, int b, (int Before, int After) ab, (int Before, int After) ba) =>
        [.. new[] { write[a], write[b], ab.Before, ab.After, ba.Before, ba.After }.Where(o => o != Initial).Distinct().Order()];

    /// <summary>Of a cluster's write, its earliest response and its latest read those that precede one of another's.</summary>
    private (int Before, int After)[] Precedences(int a, int b) =>
    [
        .. from before in new[] { write[a], earliest[a], latestRead[a] }.Distinct()
           from after in new[] { write[b], earliest[b], latestRead[b] }.Distinct()
           where (before != Initial || before == write[a]) && after != Initial
           where before == Initial || history.Operations[before].Response < history.Operations[after].Invocation - (history.Operations[after].Kind == OperationKind.Read ? readsEarlier : 0)
           select (before, after),
    ];

    private string Earlier((int Before, int After) pair)
    {
        string later = $"{history.ClientOf(pair.After)} {Verb(pair.After)} {Value(history.Operations[pair.After].Value)}";
        return pair.Before == Initial
            ? $"{Value(history.Initial)} was there before {later}"
            : $"{history.ClientOf(pair.Before)} {Verb(pair.Before)} {Value(history.Operations[pair.Before].Value)} before {later}";
    }

    private string Verb(int index) => history.Operations[index].Kind == OperationKind.Read ? "read" : "wrote";

    private string Key => history.Keys[history.Operations[operations[0]].Key];

    private string Value(long value) => $"{Key}={history.Shown(value)}";
}
