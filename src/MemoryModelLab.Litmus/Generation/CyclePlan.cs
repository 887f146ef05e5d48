namespace MemoryModelLab.Litmus.Generation;

/// <summary>An access with its location and value.</summary>
/// <param name="Access">The access.</param>
/// <param name="Before">The internal edge that leads to it; null at a thread's begin.</param>
/// <param name="Location">The location's index in <see cref="CyclePlan.Locations"/>.</param>
/// <param name="Value">What it writes, or reads when the cycle happens.</param>
/// <param name="Observed">Whether the condition names the value read.</param>
internal sealed record PlannedAccess(CycleAccess Access, CycleEdge? Before, int Location, int Value, bool Observed)
{
    /// <summary>Whether it reads.</summary>
    public bool IsRead => Access.Direction == Direction.Read;
}

/// <summary>
/// The program of a cycle before it is written in a dialect. Edges between different locations cut the cycle into stretches of one
/// location each. Along a stretch every write is coherence-after those before it and every read returns the latest of them (that is
/// what rf, fr and co say), so a write's value is its number in the stretch and a read's the number of writes before it. The last write
/// stays in memory; where that and the reads leave the order of writes open, a further thread observes it.
/// </summary>
internal sealed class CyclePlan
{
    private const int MostWrites = 6;

    private static readonly string[] Names = ["x", "y", "z", "a", "b", "c", "d", "e", "f", "g", "h", "i"];

    private CyclePlan(IReadOnlyList<IReadOnlyList<PlannedAccess>> threads, IReadOnlyList<(int Location, int Value)> finals)
    {
        Threads = threads;
        Finals = finals;
        Locations = Names[..(1 + threads.Max(thread => thread.Max(access => access.Location)))];
    }

    /// <summary>The accesses, thread by thread; observers are the last threads.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedAccess>> Threads { get; }

    /// <summary>What the condition says of memory.</summary>
    public IReadOnlyList<(int Location, int Value)> Finals { get; }

    /// <summary>The names of the locations, in the order the threads first use them.</summary>
    public IReadOnlyList<string> Locations { get; }

    /// <summary>Plans the program of <paramref name="cycle"/>.</summary>
    /// <exception cref="LitmusException">No values can show it.</exception>
    public static CyclePlan Of(Cycle cycle)
    {
        CycleEdge[] edges = [.. cycle.Edges];
        (int Thread, int Index)[] places = [.. cycle.Threads.SelectMany((thread, t) => thread.Accesses.Select((_, i) => (t, i)))];
        int count = edges.Length;
        int start = StretchStart(edges);
        int[] location = new int[count], value = new int[count];
        int stretch = 0, writes = 0;
        for (int step = 0; step < count; step++)
        {
            int i = (start + step) % count;
            if (step > 0 && !edges[(i + count - 1) % count].SameLocation) (stretch, writes) = (stretch + 1, 0);
            location[i] = stretch;
            if (edges[i].Source == Direction.Write) writes++;
            value[i] = writes;
        }

        if (stretch >= Names.Length) throw Impossible($"the cycle uses {stretch + 1} locations; at most {Names.Length} are written");
        Rename(location);
        var threads = cycle.Threads.Select(_ => new List<PlannedAccess>()).ToList();
        for (int i = 0; i < count; i++)
        {
            (int t, int index) = places[i];
            CycleEdge before = edges[(i + count - 1) % count];
            bool observed = before.Kind == EdgeKind.ReadsFrom || edges[i].Kind == EdgeKind.FromReads || NamesValue(cycle.Architecture, edges[i]);
            threads[t].Add(new PlannedAccess(
                cycle.Threads[t].Accesses[index], index == 0 ? null : before, location[i], value[i], observed && edges[i].Source == Direction.Read));
        }

        var finals = new List<(int, int)>();
        int locations = location.Max() + 1;
        bool oneLocation = edges.All(edge => edge.SameLocation);
        for (int at = 0; at < locations; at++)
        {
            int last = threads.SelectMany(thread => thread).Count(access => access.Location == at && !access.IsRead);
            if (last > MostWrites || (oneLocation && last > 2))
                throw Impossible($"{last} writes to {Names[at]}; their order can be shown for at most {(oneLocation ? 2 : MostWrites)}");
            if (last < 2) continue;
            finals.Add((at, last));
            if (!oneLocation && WriteOrders.AreOpen(threads, at, last)) threads.Add(Observer(cycle.Architecture, at, last));
        }

        return new CyclePlan(threads, finals);
    }

    /// <summary>Whether the dialect's dependency is made of the very value read, so that the condition has to name it.</summary>
    private static bool NamesValue(Architecture architecture, CycleEdge edge) =>
        edge.Kind == EdgeKind.Dependency && architecture is (Architecture.CSharp or Architecture.C);

    private static int StretchStart(CycleEdge[] edges)
    {
        int changing = Array.FindIndex(edges, edge => !edge.SameLocation);
        if (changing >= 0) return (changing + 1) % edges.Length;

        // One location: program order is what coherence contradicts, so the order of writes is that of the communications behind it.
        int[] orders = [.. Enumerable.Range(0, edges.Length).Where(i => !edges[i].IsCommunication)];
        if (orders.Length == 1) return (orders[0] + 1) % edges.Length;
        throw Impossible(orders.Length == 0
            ? "all edges are communications of one location, which contradict each other; put a Pos edge, or two Pod edges, between them"
            : "more than one Pos edge in a cycle on one location leaves the order of its writes open; use Rfi, Fri or Coi, or edges to other locations");
    }

    private static void Rename(int[] location)
    {
        var names = new Dictionary<int, int>();
        for (int i = 0; i < location.Length; i++)
        {
            if (!names.TryGetValue(location[i], out int name)) names[location[i]] = name = names.Count;
            location[i] = name;
        }
    }

    private static List<PlannedAccess> Observer(Architecture architecture, int location, int last)
    {
        EdgeTable table = EdgeTable.Of(architecture);
        CycleEdge order = table.ByName["PosRR"];
        var read = new CycleAccess(Direction.Read, table.Plain);
        return [.. Enumerable.Range(1, last - 1).Select(value => new PlannedAccess(read, value == 1 ? null : order, location, value, Observed: true))];
    }

    private static LitmusException Impossible(string problem) => new(new SourcePosition("cycle", 1, 1), problem);
}
