using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>An event of an execution.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Thread">Its thread, or -1 for a write of the initial state.</param>
/// <param name="Location">The location's number, or -1 for a fence.</param>
/// <param name="Tags">Its annotations.</param>
/// <param name="Line">The line in the test's file it comes from; 0 for the initial state.</param>
public readonly record struct ExecutionEvent(EventKind Kind, int Thread, int Location, EventTags Tags, int Line)
{
    /// <summary>Whether it reads.</summary>
    public bool IsRead => Kind is EventKind.Read or EventKind.ReadModifyWrite;

    /// <summary>Whether it writes.</summary>
    public bool IsWrite => Kind is EventKind.Write or EventKind.ReadModifyWrite;
}

/// <summary>
/// The events of one choice of a path for each thread, and every relation that does not depend on who reads from whom: the initial
/// writes first, then each thread's events in program order.
/// </summary>
internal sealed class EventStructure
{
    private readonly BitMatrix[] relations;
    private readonly EventSet[] sets;
    private readonly bool ordersInstructions;

    /// <summary>Relates the events of <paramref name="paths"/>.</summary>
    /// <param name="paths">A path for each thread.</param>
    /// <param name="locations">The locations.</param>
    /// <param name="ordersInstructions">Whether po orders instructions, as of assembly, and not the events of one; otherwise it orders events.</param>
    public EventStructure(IReadOnlyList<ThreadPath> paths, LocationTable locations, bool ordersInstructions)
    {
        this.ordersInstructions = ordersInstructions;
        Paths = paths;
        Locations = locations;
        InitialWrite = new int[locations.Count];
        Array.Fill(InitialWrite, -1);
        int count = 0;
        foreach (ThreadPath path in paths)
        {
            foreach (PathEvent e in path.Events)
            {
                if (e.Location >= 0 && InitialWrite[e.Location] < 0) InitialWrite[e.Location] = 0;
            }
        }

        for (int location = 0; location < locations.Count; location++)
        {
            if (InitialWrite[location] >= 0) InitialWrite[location] = count++;
        }

        InitialWrites = count;
        First = new int[paths.Count];
        for (int thread = 0; thread < paths.Count; thread++)
        {
            First[thread] = count;
            count += paths[thread].Events.Count;
        }

        Count = count;
        Stride = BitMatrix.StrideOf(count);
        Events = new ExecutionEvent[count];
        Sources = new PathEvent?[count];
        relations = new BitMatrix[(int)BaseRelation.Id + 1];
        for (int i = 0; i < relations.Length; i++) relations[i] = new BitMatrix(count);
        sets = new EventSet[(int)BaseSet.InitialWrites + 1]; // final writes belong to an execution
        for (int i = 0; i < sets.Length; i++) sets[i] = new EventSet(count);
        for (int location = 0; location < locations.Count; location++)
        {
            if (InitialWrite[location] >= 0) AddInitialWrite(InitialWrite[location], location);
        }

        for (int thread = 0; thread < paths.Count; thread++) AddThread(thread);
        RelateAll();
    }

    public int Count { get; }

    public int Stride { get; }

    public int InitialWrites { get; }

    public IReadOnlyList<ThreadPath> Paths { get; }

    public LocationTable Locations { get; }

    public ExecutionEvent[] Events { get; }

    /// <summary>The path event behind each event; null for initial writes.</summary>
    public PathEvent?[] Sources { get; }

    /// <summary>The first event of each thread.</summary>
    public int[] First { get; }

    /// <summary>The initial write of each location; -1 where nothing accesses it.</summary>
    public int[] InitialWrite { get; }

    public BitMatrix Relation(BaseRelation relation) => relations[(int)relation];

    public EventSet Set(BaseSet set) => sets[(int)set];

    /// <summary>The events with at least one tag of <paramref name="anyOf"/> and none of <paramref name="noneOf"/>.</summary>
    public void Tagged(ulong anyOf, ulong noneOf, Span<ulong> to)
    {
        to.Clear();
        for (int i = 0; i < Count; i++)
        {
            ulong tags = (ulong)Events[i].Tags;
            if ((tags & anyOf) != 0 && (tags & noneOf) == 0) to[i >> 6] |= 1UL << i;
        }
    }

    private void AddInitialWrite(int number, int location)
    {
        Events[number] = new ExecutionEvent(EventKind.Write, -1, location, EventTags.None, 0);
        Set(BaseSet.InitialWrites)[number] = true;
    }

    private void AddThread(int thread)
    {
        int first = First[thread];
        IReadOnlyList<PathEvent> events = Paths[thread].Events;
        for (int i = 0; i < events.Count; i++)
        {
            PathEvent e = events[i];
            int number = first + i;
            Events[number] = new ExecutionEvent(e.Kind, thread, e.Location, e.Tags, e.Line);
            Sources[number] = e;
            for (int before = first; before < number; before++)
            {
                if (!ordersInstructions || Sources[before]!.Instruction != e.Instruction) Relation(BaseRelation.Po)[before, number] = true;
            }

            foreach (int read in e.Addr.Elements()) Relation(BaseRelation.Addr)[first + read, number] = true;
            foreach (int read in e.Data.Elements()) Relation(BaseRelation.Data)[first + read, number] = true;
            foreach (int read in e.Ctrl.Elements()) Relation(BaseRelation.Ctrl)[first + read, number] = true;
            foreach (int read in (e.Addr | e.Picks.Addr).Elements()) Relation(BaseRelation.PickAddr)[first + read, number] = true;
            foreach (int read in (e.Data | e.Picks.Data).Elements()) Relation(BaseRelation.PickData)[first + read, number] = true;
            foreach (int read in (e.Ctrl | e.Picks.Ctrl).Elements()) Relation(BaseRelation.PickCtrl)[first + read, number] = true;
            foreach (int write in e.Publishes.Elements()) Relation(BaseRelation.Publishes)[first + write, number] = true;
            if (e.RmwRead < 0) continue;
            Relation(BaseRelation.Rmw)[first + e.RmwRead, number] = true;
            Relation(e.Rmw == RmwRole.Exclusive ? BaseRelation.LoadStoreExclusive : BaseRelation.Amo)[first + e.RmwRead, number] = true;
        }
    }

    private void RelateAll()
    {
        for (int i = 0; i < Count; i++)
        {
            Set(BaseSet.Events)[i] = true;
            if (Events[i].IsRead) Set(BaseSet.Reads)[i] = true;
            if (Events[i].IsWrite) Set(BaseSet.Writes)[i] = true;
            if (Events[i].Kind == EventKind.Fence) Set(BaseSet.Fences)[i] = true;
            Relation(BaseRelation.Id)[i, i] = true;
            for (int j = 0; j < Count; j++)
            {
                bool sameThread = Events[i].Thread == Events[j].Thread;
                Relation(sameThread ? BaseRelation.Internal : BaseRelation.External)[i, j] = true;
                if (Events[i].Location >= 0 && Events[i].Location == Events[j].Location) Relation(BaseRelation.Loc)[i, j] = true;
            }
        }
    }
}
