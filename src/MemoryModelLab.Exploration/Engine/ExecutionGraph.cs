using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// An execution graph under construction: events in the order they were added, program order by thread, reads-from, coherence order as
/// a list by location, and for each event the clock of its prefix under program order and reads-from (<c>porf</c>). Everything is kept
/// so that removing the events added last restores what was before them; and everything is in flat arrays that are reused, so that
/// exploring allocates nothing.
/// </summary>
internal sealed class ExecutionGraph
{
    /// <summary>The events.</summary>
    public Event[] Events = new Event[64];

    /// <summary>How many there are.</summary>
    public int Count;

    /// <summary>The threads, started or not.</summary>
    public ThreadState[] Threads;

    /// <summary>How many there are.</summary>
    public int ThreadCount;

    /// <summary>The locations.</summary>
    public LocationState[] Locations = new LocationState[16];

    /// <summary>How many there are.</summary>
    public int LocationCount;

    /// <summary>The prefix of each event under program order, reads-from and what <see cref="Twins"/> adds, itself included.</summary>
    public readonly Clocks Prefix;

    /// <summary>Happens-before of each event, itself included, for the models that have one.</summary>
    public readonly Clocks? Happens;

    /// <summary>Of each event, what an acquire that reads from it learns; of a read, what a later acquire fence learns.</summary>
    public readonly Clocks? Released;

    /// <summary>Of each event, what its thread's later acquire fences learn from the reads so far.</summary>
    public readonly Clocks? Pending;

    /// <summary>Alternatives still to be explored, in the order of their events.</summary>
    public WorkItem[] Work = new WorkItem[64];

    /// <summary>How many there are.</summary>
    public int WorkCount;

    /// <summary>How many of the oldest alternatives have been given away.</summary>
    public int WorkFloor;

    /// <summary>The way to the alternatives.</summary>
    public readonly WorkPath Path = new();

    /// <summary>An empty graph.</summary>
    public ExecutionGraph(int width, bool happensBefore)
    {
        Prefix = new Clocks(width);
        if (happensBefore) (Happens, Released, Pending) = (new Clocks(width), new Clocks(width), new Clocks(width));
        Threads = new ThreadState[width];
        for (int i = 0; i < width; i++) Threads[i] = new ThreadState();
    }

    /// <summary>Makes room for a location and those before it.</summary>
    public void TouchLocation(int location)
    {
        if (location >= Locations.Length) Array.Resize(ref Locations, Math.Max(location + 1, 2 * Locations.Length));
        for (; LocationCount <= location; LocationCount++) Locations[LocationCount] = LocationState.Untouched(LocationCount);
    }

    /// <summary>Becomes empty again.</summary>
    public void Clear()
    {
        Count = ThreadCount = LocationCount = WorkCount = WorkFloor = 0;
        Path.Restart(0);
    }

    /// <summary>Makes room for a thread and those before it.</summary>
    public void TouchThread(int thread)
    {
        for (; ThreadCount <= thread; ThreadCount++)
        {
            var state = Threads[ThreadCount];
            (state.Length, state.Status, state.Parent, state.Twin) = (0, ThreadStatus.Absent, -1, -1);
        }
    }

    /// <summary>Adds an event at its thread's end, with its prefix under program order; it reads from nothing and is in no coherence order yet.</summary>
    public int Append(int thread, EventKind kind, MemoryOrder order, int location, long value, int site)
    {
        int id = Count;
        if (id == Events.Length) Grow();
        var state = Threads[thread];
        ref var e = ref Events[id];
        e.Value = value;
        e.Thread = thread;
        e.Position = state.Length;
        e.Location = location;
        e.ReadsFrom = e.NextReader = e.FirstReader = e.CoPrevious = e.CoNext = Store.None;
        e.Site = site;
        e.Step = KnownRuns.Unknown;
        e.Kind = kind;
        e.Order = order;
        e.Update = Update.None;
        e.PreviousAtLocation = -1;
        if (e.IsAccess)
        {
            ref var at = ref Locations[location];
            e.PreviousAtLocation = at.Newest;
            at.Newest = id;
        }

        Count = id + 1;
        state.Add(id);
        Twins.StartPrefix(this, id);
        if (kind == EventKind.Join) JoinThread(Prefix, id);
        return id;
    }

    /// <summary>Sets an event's clock to that of the event before it in its thread, plus itself.</summary>
    public void StartClock(Clocks clocks, int id)
    {
        ref var e = ref Events[id];
        var clock = clocks[id];
        int before = Before(id);
        if (before >= 0) clocks[before].CopyTo(clock);
        else clock.Clear();
        clock[e.Thread] = (short)(e.Position + 1);
    }

    /// <summary>Adds to a join's clock that of the joined thread's last event.</summary>
    public void JoinThread(Clocks clocks, int id)
    {
        int joined = Events[id].Location;
        int last = Threads[joined].Length > 0 ? Threads[joined].Events[Threads[joined].Length - 1] : StartOf(joined);
        if (last >= 0) Clocks.Join(clocks[id], clocks[last]);
    }

    /// <summary>The event before this one in its thread, or the one that started the thread; -1 if there is none.</summary>
    public int Before(int id)
    {
        ref var e = ref Events[id];
        return e.Position > 0 ? Threads[e.Thread].Events[e.Position - 1] : StartOf(e.Thread);
    }

    /// <summary>The event that started a thread, or -1.</summary>
    public int StartOf(int thread) =>
        Threads[thread].Parent is var parent && parent >= 0 ? Threads[parent].Events[Threads[thread].ParentPosition] : -1;

    /// <summary>Whether an event is in a set of events given as a clock.</summary>
    public bool In(int id, ReadOnlySpan<short> clock)
    {
        ref var e = ref Events[id];
        return e.Position < clock[e.Thread];
    }

    /// <summary>The store after this one in coherence order, or -1.</summary>
    public int CoNext(int store) => store >= 0 ? Events[store].CoNext : Locations[~store].First;

    /// <summary>The first of the reads that read from a store, or -1.</summary>
    public int FirstReader(int store) => store >= 0 ? Events[store].FirstReader : Locations[~store].InitialReader;

    /// <summary>Whether a read-modify-write reads from this store and writes: nothing comes between the two.</summary>
    public bool IsTaken(int store) => CoNext(store) is var next && next >= 0 && Events[next].Kind == EventKind.UpdateWrite;

    /// <summary>
    /// Whether a later store than the one a read reads from is there. Those of threads that wait, made in vain rounds, have in the end left what was there: they
    /// count only for who has seen something in between.
    /// </summary>
    public bool IsOverwritten(in Event read)
    {
        int last = -1;
        for (int store = CoNext(read.ReadsFrom); store >= 0; store = Events[store].CoNext)
        {
            var writer = Threads[Events[store].Thread];
            if (writer.Status != ThreadStatus.Blocked || Events[store].Position < writer.Waiting) return true;
            last = store;
        }

        return last >= 0 && Events[last].Value != read.Value;
    }

    /// <summary>Whether the read of a read-modify-write has its write.</summary>
    public bool HasWritten(in Event read) => Threads[read.Thread] is var thread && read.Position + 1 < thread.Length
        && Events[thread.Events[read.Position + 1]].Kind == EventKind.UpdateWrite;

    /// <summary>Makes a read, which reads from nothing, read from a store; its prefix grows accordingly.</summary>
    public void Link(int read, int store)
    {
        ref var e = ref Events[read];
        ref int head = ref store >= 0 ? ref Events[store].FirstReader : ref Locations[~store].InitialReader;
        e.ReadsFrom = store;
        e.NextReader = head;
        head = read;
        Twins.StartPrefix(this, read);
        if (store >= 0) Clocks.Join(Prefix[read], Prefix[store]);
    }

    /// <summary>Undoes <see cref="Link"/>; the read must be the last that was linked to its store.</summary>
    public void Unlink(int read)
    {
        ref var e = ref Events[read];
        int store = e.ReadsFrom;
        ref int head = ref store >= 0 ? ref Events[store].FirstReader : ref Locations[~store].InitialReader;
        head = e.NextReader;
        e.ReadsFrom = Store.None;
    }

    /// <summary>Puts a write into coherence order, just after a store.</summary>
    public void Insert(int write, int after)
    {
        ref var e = ref Events[write];
        int next = CoNext(after);
        e.CoPrevious = after;
        e.CoNext = next;
        if (after >= 0) Events[after].CoNext = write;
        else Locations[~after].First = write;
        if (next >= 0) Events[next].CoPrevious = write;
        else Locations[e.Location].Last = write;
    }

    /// <summary>Takes a write out of coherence order.</summary>
    public void Remove(int write)
    {
        ref var e = ref Events[write];
        if (e.CoPrevious >= 0) Events[e.CoPrevious].CoNext = e.CoNext;
        else Locations[~e.CoPrevious].First = e.CoNext;
        if (e.CoNext >= 0) Events[e.CoNext].CoPrevious = e.CoPrevious;
        else Locations[e.Location].Last = e.CoPrevious;
        e.CoPrevious = Store.None;
    }

    /// <summary>Removes the events added after <paramref name="last"/>; threads that lose events can go on.</summary>
    public void Cut(int last)
    {
        for (int id = Count - 1; id > last; id--)
        {
            ref var e = ref Events[id];
            if (e.IsRead && e.ReadsFrom != Store.None) Unlink(id);
            else if (e.IsWrite && e.CoPrevious != Store.None) Remove(id);
            else if (e.Kind == EventKind.Start) Threads[e.Location].Status = ThreadStatus.Absent;
            if (e.IsAccess) Locations[e.Location].Newest = e.PreviousAtLocation;
            var thread = Threads[e.Thread];
            thread.Length--;
            thread.Status = ThreadStatus.Runnable;
        }

        Count = last + 1;
    }

    /// <summary>Queues an alternative.</summary>
    public void Push(WorkItem item)
    {
        if (WorkCount == Work.Length) Array.Resize(ref Work, 2 * WorkCount);
        Work[WorkCount++] = item;
    }

    /// <summary>Makes room for as many events as another graph has.</summary>
    public void Reserve(int count)
    {
        while (Events.Length < count) Grow();
    }

    private void Grow()
    {
        Array.Resize(ref Events, 2 * Events.Length);
        Prefix.Reserve(Events.Length);
        Happens?.Reserve(Events.Length);
        Released?.Reserve(Events.Length);
        Pending?.Reserve(Events.Length);
    }
}
