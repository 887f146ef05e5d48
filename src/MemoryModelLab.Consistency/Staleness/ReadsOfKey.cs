using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Staleness;

/// <summary>Measures <see cref="ReadStaleness"/>, key by key, in O(n log n).</summary>
internal sealed class ReadsOfKey
{
    private readonly Accesses accesses;
    private readonly List<int> versions = [];
    private readonly List<long> times = [];
    private readonly long[] effect; // of each write: when it certainly had taken effect

    public ReadsOfKey(Accesses accesses)
    {
        this.accesses = accesses;
        effect = new long[accesses.Source.Length];
        ReadOnlySpan<Operation> operations = accesses.History.Operations;
        for (int i = 0; i < operations.Length; i++) effect[i] = operations[i].Response;
        for (int i = 0; i < operations.Length; i++)
        {
            int source = accesses.Source[i];
            if (source >= 0) effect[source] = Math.Min(effect[source], operations[i].Response);
        }
    }

    /// <summary>What was measured of the keys added.</summary>
    public ReadStaleness Result() => new([.. versions], [.. times]);

    /// <summary>Measures the reads of a key; the most versions that one of them is behind, and one.</summary>
    public int Add(int[] key)
    {
        int most = 1;
        History history = accesses.History;
        int[] writes = Array.FindAll(key, accesses.IsWrite);
        int[] reads = Array.FindAll(key, o => accesses.Source[o] != Accesses.None);
        long[] invocations = Array.ConvertAll(writes, w => history.Operations[w].Invocation);
        var soonest = new long[writes.Length + 1]; // of the writes from each on, when the first certainly had taken effect
        soonest[^1] = Operation.Never;
        for (int i = writes.Length - 1; i >= 0; i--) soonest[i] = Math.Min(soonest[i + 1], effect[writes[i]]);
        int[] byEffect = [.. Enumerable.Range(0, writes.Length)];
        Array.Sort(Array.ConvertAll(writes, w => effect[w]), byEffect);
        var counted = new int[writes.Length + 1]; // a Fenwick tree over the writes, the last invoked first
        int next = 0;
        foreach (int read in reads)
        {
            // Reads come by invocation: what had taken effect before the one had before the next.
            long now = history.Operations[read].Invocation;
            for (; next < byEffect.Length && effect[writes[byEffect[next]]] < now; next++)
            {
                for (int at = writes.Length - byEffect[next]; at <= writes.Length; at += at & -at) counted[at]++;
            }

            int first = accesses.Source[read] < 0 ? 0 : FirstAfter(invocations, history.Operations[accesses.Source[read]].Response);
            int behind = 0;
            for (int at = writes.Length - first; at > 0; at -= at & -at) behind += counted[at];
            versions.Add(behind + 1);
            times.Add(soonest[first] < now ? now - soonest[first] : 0);
            most = Math.Max(most, behind + 1);
        }

        return most;
    }

    /// <summary>The first write invoked after a time.</summary>
    private static int FirstAfter(long[] invocations, long time)
    {
        int low = 0, high = invocations.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (invocations[middle] > time) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
