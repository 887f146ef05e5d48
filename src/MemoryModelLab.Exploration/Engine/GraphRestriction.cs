namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Makes the graph in which a revisit goes on: what was added up to the revisited read, and the prefix of the write that revisits it,
/// which stays in the order it was added. The write itself is left out, to be added last.
/// </summary>
internal sealed class GraphRestriction
{
    private int[] numbers = new int[64];

    /// <summary>Fills <paramref name="to"/>; returns nothing. The read keeps its number and reads from nothing.</summary>
    public void Copy(ExecutionGraph from, ExecutionGraph to, int read, int write)
    {
        if (numbers.Length < from.Events.Length) numbers = new int[from.Events.Length];
        to.Reserve(from.Events.Length);
        CopyThreads(from, to);
        CopyEvents(from, to, read, write);
        CopyLocations(from, to);
        for (int id = 0; id < to.Count; id++) Link(to, id, read);
    }

    private static void CopyThreads(ExecutionGraph from, ExecutionGraph to)
    {
        to.ThreadCount = from.ThreadCount;
        to.WorkCount = to.WorkFloor = 0;
        for (int thread = 0; thread < from.ThreadCount; thread++) to.Threads[thread].CopyHead(from.Threads[thread]);
    }

    /// <summary>Copies the kept events, the clocks with them, and fills <see cref="numbers"/>: the new number, or -1.</summary>
    private void CopyEvents(ExecutionGraph from, ExecutionGraph to, int read, int write)
    {
        var prefix = from.Prefix[write];
        Array.Copy(from.Events, to.Events, read + 1);
        to.Prefix.CopyFrom(from.Prefix, read + 1);
        if (from.Happens is not null)
        {
            to.Happens!.CopyFrom(from.Happens, read + 1);
            to.Released!.CopyFrom(from.Released!, read + 1);
            to.Pending!.CopyFrom(from.Pending!, read + 1);
        }

        int count = read + 1;
        for (int id = 0; id <= read; id++)
        {
            numbers[id] = id;
            to.Threads[to.Events[id].Thread].Add(id);
        }

        for (int id = read + 1; id < from.Count; id++)
        {
            numbers[id] = -1;
            if (id == write || !from.In(id, prefix)) continue;
            numbers[id] = count;
            to.Events[count] = from.Events[id];
            to.Threads[to.Events[count].Thread].Add(count);
            from.Prefix[id].CopyTo(to.Prefix[count]);
            if (from.Happens is not null)
            {
                from.Happens[id].CopyTo(to.Happens![count]);
                from.Released![id].CopyTo(to.Released![count]);
                from.Pending![id].CopyTo(to.Pending![count]);
            }

            count++;
        }

        to.Count = count;
        for (int thread = 0; thread < from.ThreadCount; thread++)
        {
            if (to.Threads[thread].Length < from.Threads[thread].Length) to.Threads[thread].Status = ThreadStatus.Runnable;
            int parent = to.Threads[thread].Parent;
            if (parent >= 0 && to.Threads[thread].ParentPosition >= to.Threads[parent].Length) to.Threads[thread].Status = ThreadStatus.Absent;
        }

        to.Threads[to.Events[read].Thread].Status = ThreadStatus.Runnable;
    }

    /// <summary>Copies each location's coherence order, without what is not kept.</summary>
    private void CopyLocations(ExecutionGraph from, ExecutionGraph to)
    {
        to.LocationCount = 0;
        to.TouchLocation(from.LocationCount - 1);
        for (int location = 0; location < from.LocationCount; location++)
        {
            int last = ~location;
            for (int store = from.Locations[location].First; store >= 0; store = from.Events[store].CoNext)
            {
                int number = numbers[store];
                if (number < 0) continue;
                ref var e = ref to.Events[number];
                e.FirstReader = e.CoNext = Store.None;
                e.CoPrevious = last;
                if (last >= 0) to.Events[last].CoNext = number;
                else to.Locations[location].First = number;
                last = number;
            }

            to.Locations[location].Last = last;
        }
    }

    /// <summary>Puts a copied event into the lists of accesses and readers. Events before it are in them already.</summary>
    private void Link(ExecutionGraph to, int id, int read)
    {
        ref var e = ref to.Events[id];
        if (!e.IsAccess) return;
        ref var at = ref to.Locations[e.Location];
        e.PreviousAtLocation = at.Newest;
        at.Newest = id;
        if (e.IsWrite) return;
        int store = e.ReadsFrom >= 0 ? numbers[e.ReadsFrom] : e.ReadsFrom;
        e.ReadsFrom = e.NextReader = Store.None;
        if (id == read) return;
        ref int head = ref store >= 0 ? ref to.Events[store].FirstReader : ref to.Locations[~store].InitialReader;
        e.ReadsFrom = store;
        e.NextReader = head;
        head = id;
    }
}
