using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Staleness;

/// <summary>
/// k-atomicity (Aiyer, Alvisi and Bazzi, "On the availability of non-strict quorum systems", 2005): there is an order of a key's operations that keeps
/// real time and in which every read returns one of the last k writes. For distinct values: below, k is bounded by what <see cref="ReadsOfKey"/> finds; above, by the orders of invocation and response; between the two a search decides, on few operations.
/// </summary>
internal sealed class VersionStaleness
{
    private const int MostForSearch = 64;
    private readonly Accesses accesses;
    private readonly int[] writes, all; // by invocation
    private readonly int[] byResponse;
    private readonly Scratch scratch;

    private VersionStaleness(Accesses accesses, int[] operations, Scratch scratch)
    {
        (this.accesses, this.scratch) = (accesses, scratch);
        writes = Array.FindAll(operations, accesses.IsWrite);
        all = Array.FindAll(operations, o => accesses.IsWrite(o) || accesses.Source[o] != Accesses.None);
        byResponse = ByResponse(all);
    }

    /// <summary>The bounds of the smallest k of one key.</summary>
    /// <param name="accesses">The history.</param>
    /// <param name="operations">The key's operations.</param>
    /// <param name="least">What k is at least.</param>
    /// <param name="budget">What the search may take.</param>
    /// <param name="scratch">Room for places.</param>
    public static (int AtLeast, int AtMost) Of(Accesses accesses, int[] operations, int least, Budget budget, Scratch scratch)
    {
        var key = new VersionStaleness(accesses, operations, scratch);
        int high = Math.Min(key.Along(key.writes), key.Along(key.ByResponse(key.writes)));
        int low = Math.Min(high, Math.Max(2, least));
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
    public static int Along(Accesses accesses, int[] operations, Comparison<int> order, Scratch scratch)
    {
        var key = new VersionStaleness(accesses, operations, scratch);
        var sorted = (int[])key.writes.Clone();
        Array.Sort(sorted, order);
        return key.Along(sorted);
    }

    private int[] ByResponse(int[] operations)
    {
        var sorted = (int[])operations.Clone();
        var responses = new long[sorted.Length];
        for (int i = 0; i < sorted.Length; i++) responses[i] = accesses.History.Operations[sorted[i]].Response;
        Array.Sort(responses, sorted);
        return sorted;
    }

    /// <summary>The k for an order of the writes: every read at its earliest place; very large when a read cannot stand in it.</summary>
    private int Along(int[] order)
    {
        const int Impossible = int.MaxValue;
        int[] place = scratch.Place, at = scratch.At;
        for (int i = 0; i < order.Length; i++) place[order[i]] = i + 1;
        int answered = 0, here = 0, k = 1;
        foreach (int operation in all)
        {
            ref readonly Operation it = ref accesses.History.Operations[operation];
            for (; answered < byResponse.Length && accesses.History.Operations[byResponse[answered]].Precedes(it); answered++) here = Math.Max(here, at[byResponse[answered]]);
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
        int[] operations = all;
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

    /// <summary>Room for the place of each operation of a history, used again for each key.</summary>
    public sealed class Scratch(int operations)
    {
        public int[] Place { get; } = new int[operations];

        public int[] At { get; } = new int[operations];
    }
}
