using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>
/// Whether one given order of all writes explains every read: each chain of reads (a session's with its writes, a session's alone, a replica's) goes
/// through it without stepping back. Every read takes the earliest place its value and its chain leave it, so one pass decides. O(n log n).
/// </summary>
internal sealed class SerialOrder
{
    private readonly Accesses accesses;
    private readonly int[] place; // of each write
    private readonly int[] until; // the place of the next write to the same key
    private readonly int[] first; // the place of each key's first write
    private readonly IReadOnlyList<int> order;

    public SerialOrder(Accesses accesses, IReadOnlyList<int> order)
    {
        (this.accesses, this.order) = (accesses, order);
        place = new int[accesses.Source.Length];
        until = new int[accesses.Source.Length];
        first = new int[accesses.History.Keys.Count];
        Array.Fill(first, int.MaxValue);
        var next = (int[])first.Clone();
        for (int i = order.Count - 1; i >= 0; i--)
        {
            int key = accesses.KeyOf(order[i]);
            (place[order[i]], until[order[i]]) = (i + 1, next[key]);
            next[key] = i + 1;
        }

        next.CopyTo(first, 0);
    }

    /// <summary>The order of all operations when each session's reads stand among its own writes; null when there is none.</summary>
    public int[]? Sequential()
    {
        var at = new (int Place, int Write, int Operation)[place.Length];
        int count = 0;
        foreach (int[] session in accesses.Sessions)
        {
            int here = 0;
            foreach (int operation in session)
            {
                if (accesses.Source[operation] != Accesses.None && !Step(ref here, operation)) return null;
                if (accesses.IsWrite(operation))
                {
                    if (accesses.IsUncertain(operation)) return null;
                    if (place[operation] <= here || (accesses.Source[operation] != Accesses.None && place[operation] > Until(operation))) return null;
                    here = place[operation];
                    at[count++] = (here, 0, operation);
                }
                else if (accesses.Source[operation] != Accesses.None || accesses.IsRefused(operation))
                {
                    if (accesses.IsRefused(operation) && !Pass(ref here, operation)) return null;
                    at[count++] = (here, 1, operation);
                }
            }
        }

        Array.Resize(ref at, count);
        Array.Sort(at);
        return Array.ConvertAll(at, o => o.Operation);
    }

    /// <summary>Whether the writes are in their sessions' orders, and the reads of each session see prefixes that never shrink.</summary>
    public bool IsPrefixOfSessions() => KeepsSessions() && Array.TrueForAll(accesses.Sessions, session =>
    {
        int here = 0;
        return Array.TrueForAll(session, operation => accesses.Source[operation] == Accesses.None || Step(ref here, operation));
    });

    /// <summary>Whether the writes are in their sessions' orders, and reads of one replica that do not overlap see prefixes that never shrink.</summary>
    public bool IsPrefixOfReplicas()
    {
        if (!KeepsSessions()) return false;
        var answered = new Dictionary<int, (PriorityQueue<int, long> Open, int Place)>();
        for (int read = 0; read < place.Length; read++)
        {
            if (accesses.Source[read] == Accesses.None) continue;
            ref readonly Operation operation = ref accesses.History.Operations[read];
            if (!answered.TryGetValue(operation.Replica, out (PriorityQueue<int, long> Open, int Place) replica)) replica = (new PriorityQueue<int, long>(), 0);
            while (replica.Open.TryPeek(out int placed, out long response) && response < operation.Invocation)
            {
                replica.Open.Dequeue();
                replica.Place = Math.Max(replica.Place, placed);
            }

            int here = replica.Place;
            if (!Step(ref here, read)) return false;
            replica.Open.Enqueue(here, operation.Response);
            answered[operation.Replica] = replica;
        }

        return true;
    }

    private bool KeepsSessions() => Array.TrueForAll(accesses.Sessions, session =>
    {
        int here = 0;
        foreach (int operation in session)
        {
            if (!accesses.IsWrite(operation)) continue;
            if (place[operation] < here) return false;
            here = place[operation];
        }

        return true;
    });

    private bool Step(ref int here, int read)
    {
        int source = accesses.Source[read];
        if (source >= 0) here = Math.Max(here, place[source]);
        return here < Until(read) && (!accesses.IsWrite(read) || here < place[read]);
    }

    /// <summary>On to where the value is not the one that a compare-and-set expected, and did not find.</summary>
    private bool Pass(ref int here, int refused)
    {
        ref readonly Operation it = ref accesses.History.Operations[refused];
        int at = first[it.Key] > here ? -1 : here - 1;
        while (at >= 0 && accesses.KeyOf(order[at]) != it.Key) at--;
        (long value, int next) = at < 0 ? (accesses.History.Initial, first[it.Key]) : (accesses.History.Operations[order[at]].Value, until[order[at]]);
        while (value == it.Expected)
        {
            if (next == int.MaxValue) return false;
            here = next;
            int write = order[here - 1];
            (value, next) = (accesses.History.Operations[write].Value, until[write]);
        }

        return true;
    }

    private int Until(int read) => accesses.Source[read] >= 0 ? until[accesses.Source[read]] : first[accesses.KeyOf(read)];
}
