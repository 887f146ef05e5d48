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
    private readonly Dictionary<long, int> clusterOf = [];
    private readonly List<Cluster> clusters = [];

    private Zones(History history, int[] operations) => (this.history, this.operations) = (history, operations);

    /// <summary>Whether <see cref="Check"/> covers these operations of one key: reads and writes, no value written twice.</summary>
    public static bool Covers(History history, ReadOnlySpan<int> operations)
    {
        var written = new HashSet<long> { history.Initial };
        foreach (int index in operations)
        {
            ref readonly Operation operation = ref history.Operations[index];
            if (operation.Kind is not (OperationKind.Read or OperationKind.Write)) return false;
            if (operation.Kind == OperationKind.Write && operation.Outcome != Outcome.Fail && !written.Add(operation.Value)) return false;
        }

        return true;
    }

    /// <summary>The contradiction between the operations of one key, or null and their linearization.</summary>
    /// <param name="history">The history.</param>
    /// <param name="operations">The indices of one key's operations, by invocation.</param>
    /// <param name="order">Receives a linearization, when there is one.</param>
    public static Contradiction? Check(History history, int[] operations, List<int> order)
    {
        var zones = new Zones(history, operations);
        return zones.Build() ?? zones.Conflict() ?? zones.Linearize(order);
    }

    private Contradiction? Build()
    {
        clusters.Add(new Cluster(Initial, long.MinValue, long.MinValue));
        clusterOf.Add(history.Initial, 0);
        foreach (int index in operations)
        {
            ref readonly Operation write = ref history.Operations[index];
            if (write.Kind != OperationKind.Write || write.Outcome == Outcome.Fail) continue;
            clusterOf.Add(write.Value, clusters.Count);
            clusters.Add(new Cluster(index, write.Response, write.Invocation));
        }

        foreach (int index in operations)
        {
            ref readonly Operation read = ref history.Operations[index];
            if (!read.ReturnsValue) continue;
            if (!clusterOf.TryGetValue(read.Value, out int number)) return new Contradiction([index], $"{Name(index)} read {Value(read.Value)}, which nobody wrote");
            Cluster cluster = clusters[number];
            if (cluster.Write != Initial && read.Precedes(history.Operations[cluster.Write]))
            {
                return new Contradiction([index, cluster.Write], $"{Name(index)} read {Value(read.Value)} before {Name(cluster.Write)} began to write it");
            }

            cluster.Add(index, read.Response, read.Invocation);
        }

        return null;
    }

    private Contradiction? Conflict()
    {
        // Forward zones by their beginning; one that reaches beyond the next one's beginning overlaps it.
        Cluster[] forward = [.. clusters.Where(c => c.IsForward)];
        Array.Sort(forward, static (a, b) => a.First.CompareTo(b.First));
        for (int i = 1; i < forward.Length; i++)
        {
            if (forward[i].First < forward[i - 1].Last) return Between(forward[i - 1], forward[i]);
        }

        foreach (Cluster cluster in clusters)
        {
            if (cluster.IsForward || cluster.IsUnread) continue;
            int around = LastBefore(forward, cluster.Last);
            if (around >= 0 && forward[around].Last > cluster.First) return Between(forward[around], cluster);
        }

        return null;
    }

    /// <summary>The last zone that begins before <paramref name="time"/>, the only one that can reach over it: those before end earlier.</summary>
    private static int LastBefore(Cluster[] forward, long time)
    {
        int low = 0, high = forward.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (forward[middle].First < time) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private Contradiction? Linearize(List<int> order)
    {
        Cluster[] sorted = [.. clusters.Where(c => !c.IsUnread)];
        Array.Sort(sorted, static (a, b) =>
        {
            int byTime = Math.Min(a.First, a.Last).CompareTo(Math.Min(b.First, b.Last));
            return byTime != 0 ? byTime : a.IsForward.CompareTo(b.IsForward);
        });
        foreach (Cluster cluster in sorted)
        {
            if (cluster.Write != Initial) order.Add(cluster.Write);
            order.AddRange(cluster.Reads);
        }

        return null;
    }

    private Contradiction Between(Cluster a, Cluster b)
    {
        int[] core = [.. new[] { a.Write, b.Write, a.FirstOperation, a.LastOperation, b.FirstOperation, b.LastOperation }.Where(o => o != Initial).Distinct().Order()];
        return new Contradiction(core, $"{Earlier(a, b)}, and {Earlier(b, a)}: the values of {Key} cannot both come first");
    }

    private string Earlier(Cluster a, Cluster b) => a.FirstOperation == Initial
        ? $"{Value(history.Initial)} was there before {Name(b.LastOperation)} {Verb(b.LastOperation)} {Value(ValueOf(b))}"
        : $"{Name(a.FirstOperation)} {Verb(a.FirstOperation)} {Value(ValueOf(a))} before {Name(b.LastOperation)} {Verb(b.LastOperation)} {Value(ValueOf(b))}";

    private string Verb(int index) => history.Operations[index].Kind == OperationKind.Read ? "read" : "wrote";

    private long ValueOf(Cluster cluster) => cluster.Write == Initial ? history.Initial : history.Operations[cluster.Write].Value;

    private string Key => history.Keys[history.Operations[operations[0]].Key];

    private string Value(long value) => $"{Key}={history.Text(value)}";

    private string Name(int index) => $"client {history.Clients[history.Operations[index].Client]}";

    private sealed class Cluster(int write, long response, long invocation)
    {
        public int Write { get; } = write;

        public List<int> Reads { get; } = [];

        /// <summary>The earliest response (f), and whose it is.</summary>
        public long First { get; private set; } = response;

        public int FirstOperation { get; private set; } = write;

        /// <summary>The latest invocation (s), and whose it is.</summary>
        public long Last { get; private set; } = invocation;

        public int LastOperation { get; private set; } = write;

        public bool IsForward => First < Last;

        /// <summary>Whether this is a write that was never answered and never read: it need not have happened.</summary>
        public bool IsUnread => First == Operation.Never;

        public void Add(int read, long response, long invocation)
        {
            Reads.Add(read);
            if (response < First) (First, FirstOperation) = (response, read);
            if (invocation > Last) (Last, LastOperation) = (invocation, read);
        }
    }
}
