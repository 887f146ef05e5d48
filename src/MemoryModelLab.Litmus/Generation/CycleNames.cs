namespace MemoryModelLab.Litmus.Generation;

/// <summary>
/// Names cycles as the field does (diy7 manual, "A note on test names"): the family, then thread by thread what stands between the
/// accesses. The annotations' words are those of docs/litmus-tests.md. Two different cycles of a dialect have different names.
/// </summary>
internal static class CycleNames
{
    private static readonly Dictionary<string, string> Families = new()
    {
        ["WW+RR"] = "MP",
        ["WR+WR"] = "SB",
        ["RW+RW"] = "LB",
        ["WW+WR"] = "R",
        ["WW+RW"] = "S",
        ["WW+WW"] = "2+2W",
        ["W+RW+RR"] = "WRC",
        ["W+RR+WR"] = "RWC",
        ["W+RW+WR"] = "WRW+WR",
        ["W+RR+WW"] = "WRR+2W",
        ["W+RW+RW"] = "WWC",
        ["W+RW+WW"] = "WRW+2W",
        ["WW+RW+RR"] = "ISA2",
        ["WW+RR+WR"] = "W+RWC",
        ["W+RR+W+RR"] = "IRIW",
        ["W+RR+W+RW"] = "IRRWIW",
        ["W+RW+W+RR"] = "IRRWIW",
        ["W+RW+W+RW"] = "IRWIW",
        ["WW+RW+WR"] = "Z6.0",
        ["WW+WW+RW"] = "Z6.1",
        ["WW+RW+RW"] = "Z6.2",
        ["WW+WW+RR"] = "Z6.3",
        ["WW+WR+WR"] = "Z6.4",
        ["WW+WW+WR"] = "Z6.5",
        ["WR+WR+WR"] = "3.SB",
        ["WR+WR+WR+WR"] = "4.SB",
        ["RW+RW+RW"] = "3.LB",
        ["RW+RW+RW+RW"] = "4.LB",
        ["WW+WW+WW"] = "3.2W",
        ["WW+WW+WW+WW"] = "4.2W",
    };

    private static readonly Dictionary<string, string> OneLocation = new()
    {
        ["W+RR"] = "CoRR",
        ["W+RW"] = "CoRW",
        ["W+WR"] = "CoWR",
    };

    /// <summary>The name of <paramref name="cycle"/>.</summary>
    public static string Of(Cycle cycle)
    {
        Annotation plain = EdgeTable.Of(cycle.Architecture).Plain;
        string ends = string.Join('+', cycle.Threads.Select(thread => thread.Ends));
        bool oneLocation = cycle.Edges.All(edge => edge.SameLocation);
        string family = (oneLocation ? OneLocation : Families).GetValueOrDefault(ends, ends);
        string untouched = Untouched(cycle, plain);
        string[] parts = [.. cycle.Threads.Select(thread => Part(thread, plain, untouched)).OfType<string>()];
        if (parts.Length == 0) return family;
        bool alike = parts.All(part => part == parts[0]);
        if (alike && parts[0] == (oneLocation ? "pos" : "po")) return family;
        if (!alike || parts.Length == 1) return $"{family}+{string.Join('+', parts)}";
        return $"{family}+{parts[0]}{(HasPlural(cycle) ? "s" : "")}";
    }

    // C# names say "volatile" or "membar" for all threads; what is made of edges has its plural there as well.
    private static bool HasPlural(Cycle cycle)
    {
        if (cycle.Architecture != Architecture.CSharp) return true;
        CycleThread thread = cycle.Threads.First(thread => thread.Edges.Count > 0);
        return thread.Edges.Count > 1 || thread.Edges[0].Kind == EdgeKind.Dependency;
    }

    /// <summary>What a thread with nothing but program order is called: <c>po</c>; in C11 beside annotated accesses <c>rlx</c>.</summary>
    private static string Untouched(Cycle cycle, Annotation plain)
    {
        bool others = cycle.Edges.Any(edge => edge.Kind is EdgeKind.Fence or EdgeKind.Dependency);
        return plain.Tag == "rlx" && !others ? "rlx" : "po";
    }

    private static string? Part(CycleThread thread, Annotation plain, string untouched)
    {
        if (thread.Edges.Count == 0) return thread.First.Annotation == plain ? null : $"{thread.First.Annotation.Tag}-{Word(thread.First.Direction)}";
        if (thread.Edges.Count == 1 && thread.Edges[0].Kind == EdgeKind.ProgramOrder && !thread.Edges[0].SameLocation) return Pair(thread, plain, untouched);

        var words = new List<string>();
        for (int i = 0; i < thread.Accesses.Count; i++)
        {
            if (thread.Accesses[i].Annotation != plain) words.Add(thread.Accesses[i].Annotation.Tag);
            if (i < thread.Edges.Count) words.Add(thread.Edges[i].Tag + TargetLetter(thread, i));
        }

        return string.Join('-', words);
    }

    /// <summary>The direction of an access in the middle, where its edges do not tell; a read between a dependency and what follows is not told.</summary>
    private static string TargetLetter(CycleThread thread, int edge)
    {
        if (edge + 1 >= thread.Edges.Count) return "";
        (CycleEdge here, CycleEdge next) = (thread.Edges[edge], thread.Edges[edge + 1]);
        bool told = here.IsCommunication || next.IsCommunication || next.Kind == EdgeKind.Dependency || here.Mechanism == "Data";
        bool read = here.Target == Direction.Read;
        return told || (here.Kind == EdgeKind.Dependency && read) ? "" : read ? "R" : "W";
    }

    private static string Pair(CycleThread thread, Annotation plain, string untouched)
    {
        (Annotation first, Annotation second) = (thread.First.Annotation, thread.Last.Annotation);
        if (first == plain && second == plain) return untouched;
        Annotation shown = first == plain ? second : first;
        bool both = first != plain && second != plain;
        if (Usual(shown, thread.Ends) == (first != plain, second != plain) && (!both || first == second)) return shown.Tag;
        bool eitherWay = shown is { Reads: true, Writes: true } && thread.First.Direction != thread.Last.Direction;
        if (!both && eitherWay) return $"{shown.Tag}-{Word(first == plain ? thread.Last.Direction : thread.First.Direction)}";
        return $"{first.Tag}-{second.Tag}";
    }

    /// <summary>Which accesses of a pair an annotation that stands alone in a name is meant to be on.</summary>
    private static (bool First, bool Second) Usual(Annotation annotation, string ends) => (annotation.Tag, ends) switch
    {
        ("sc", _) => (true, true),
        ("volatile", "RW" or "WR") => (true, true),
        (_, "WW") => (false, true),
        (_, "RR") => (true, false),
        (_, "RW") => annotation.Writes ? (false, true) : (true, false),
        _ => annotation.Writes ? (true, false) : (false, true),
    };

    private static string Word(Direction direction) => direction == Direction.Read ? "read" : "write";
}
