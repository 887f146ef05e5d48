using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Staleness;

/// <summary>
/// k-atomicity (Aiyer, Alvisi and Bazzi, "On the availability of non-strict quorum systems", 2005): there is an order of a key's operations that keeps
/// real time and in which every read returns one of the last k writes. For distinct values: below, k is bounded by the writes that lie wholly between a
/// read and its write; above, by the orders of invocation and response; between the two a search decides, on few operations.
/// </summary>
internal sealed class VersionStaleness
{
    private const int MostForSearch = 64;
    private const int MostForBound = 20_000;

    private readonly Accesses accesses;
    private readonly int[] writes;
    private readonly int[] reads;

    private VersionStaleness(Accesses accesses, int[] operations)
    {
        this.accesses = accesses;
        writes = [.. operations.Where(accesses.IsWrite)];
        reads = [.. operations.Where(o => accesses.Source[o] != Accesses.None)];
    }

    /// <summary>The bounds of the smallest k of one key.</summary>
    public static (int AtLeast, int AtMost) Of(Accesses accesses, int[] operations, bool isLinearizable, Budget budget)
    {
        if (isLinearizable) return (1, 1);
        var key = new VersionStaleness(accesses, operations);
        int low = Math.Max(2, key.LowerBound()), high = key.Along(key.writes);
        int[] byResponse = [.. key.writes.OrderBy(w => accesses.History.Operations[w].Response)];
        high = Math.Min(high, key.Along(byResponse));
        if (operations.Length > MostForSearch) return (low, high);
        int most = key.writes.Length + 1; // the initial value and every write; more explains nothing more
        while (low < Math.Min(high, most))
        {
            if (key.Exists(low, budget) is not { } exists) break;
            if (exists) high = low;
            else low++;
        }

        return (low, high);
    }

    /// <summary>The k of one key for a given order of its writes.</summary>
    public static int Along(Accesses accesses, int[] operations, Comparison<int> order)
    {
        var key = new VersionStaleness(accesses, operations);
        var sorted = (int[])key.writes.Clone();
        Array.Sort(sorted, order);
        return key.Along(sorted);
    }

    private int LowerBound()
    {
        if (writes.Length + reads.Length > MostForBound) return 2;
        int bound = 1;
        foreach (int read in reads)
        {
            long since = accesses.Source[read] < 0 ? long.MinValue : accesses.History.Operations[accesses.Source[read]].Response;
            int between = 1;
            foreach (int write in writes)
            {
                ref readonly Operation operation = ref accesses.History.Operations[write];
                if (operation.Invocation > since && operation.Response < accesses.History.Operations[read].Invocation) between++;
            }

            bound = Math.Max(bound, between);
        }

        return bound;
    }

    /// <summary>The k for an order of the writes: every read at its earliest place; very large when a read cannot stand in it.</summary>
    private int Along(int[] order)
    {
        const int Impossible = int.MaxValue;
        var place = new Dictionary<int, int>();
        for (int i = 0; i < order.Length; i++) place.Add(order[i], i + 1);
        int[] byResponse = [.. writes.Concat(reads).Distinct().OrderBy(o => accesses.History.Operations[o].Response)];
        int[] byInvocation = [.. writes.Concat(reads).Distinct().Order()];
        var at = new Dictionary<int, int>();
        int answered = 0, here = 0, k = 1;
        foreach (int operation in byInvocation)
        {
            ref readonly Operation it = ref accesses.History.Operations[operation];
            while (answered < byResponse.Length && accesses.History.Operations[byResponse[answered]].Precedes(it))
            {
                int before = byResponse[answered++];
                here = Math.Max(here, at.GetValueOrDefault(before, 0));
            }

            int source = accesses.Source[operation];
            int mine = here;
            if (source != Accesses.None)
            {
                mine = Math.Max(mine, source < 0 ? 0 : place[source]);
                k = Math.Max(k, mine - (source < 0 ? 0 : place[source]) + 1);
            }

            if (accesses.IsWrite(operation))
            {
                if (place[operation] <= here) return Impossible;
                mine = place[operation];
            }

            at[operation] = mine;
        }

        return k;
    }

    /// <summary>Whether k suffices, by depth-first search over the orders that keep real time.</summary>
    private bool? Exists(int k, Budget budget)
    {
        int[] operations = [.. writes.Concat(reads).Distinct().Order()];
        var seen = new HashSet<(ulong Done, ulong Recent)>();
        var last = new List<int> { Accesses.Initial };
        bool isCut = false;
        bool found = Place(0);
        return found ? true : isCut ? null : false;

        bool Place(ulong done)
        {
            if (budget.IsSpent)
            {
                isCut = true;
                return false;
            }

            ulong before;
            do
            {
                before = done;
                for (int i = 0; i < operations.Length; i++)
                {
                    if (IsReady(done, i) && !accesses.IsWrite(operations[i]) && Recent(accesses.Source[operations[i]])) done |= 1UL << i;
                }
            }
            while (done != before);
            ulong hash = 17;
            for (int i = Math.Max(0, last.Count - k); i < last.Count; i++) hash = (hash * 0x9E3779B97F4A7C15) + (uint)last[i] + 1;
            if (!seen.Add((done, hash))) return false;
            bool isComplete = true;
            for (int i = 0; i < operations.Length; i++)
            {
                if ((done >> i & 1) == 1) continue;
                isComplete = false;
                if (!accesses.IsWrite(operations[i]) || !IsReady(done, i)) continue;
                if (accesses.Source[operations[i]] != Accesses.None && !Recent(accesses.Source[operations[i]])) continue;
                last.Add(operations[i]);
                bool exists = Place(done | (1UL << i));
                last.RemoveAt(last.Count - 1);
                if (exists) return true;
            }

            return isComplete;
        }

        bool IsReady(ulong done, int i)
        {
            if ((done >> i & 1) == 1) return false;
            for (int j = 0; j < operations.Length; j++)
            {
                if ((done >> j & 1) == 0 && accesses.History.Operations[operations[j]].Precedes(accesses.History.Operations[operations[i]])) return false;
            }

            return true;
        }

        bool Recent(int source) => last.LastIndexOf(source) >= last.Count - k && last.Contains(source);
    }
}
