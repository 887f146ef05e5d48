using System.Collections.Frozen;

namespace MemoryModelLab.Litmus.Generation;

/// <summary>The edges and annotations a dialect has, by diy7's names where diy7 has the dialect.</summary>
public sealed class EdgeTable
{
    private static readonly FrozenDictionary<Architecture, EdgeTable> Tables = new EdgeTable[]
    {
        new(
            Architecture.CSharp,
            [new("P", "po", true, true), new("V", "volatile", true, true), new("I", "interlocked", true, true)],
            [("Membar", "membar"), ("ReadBarrier", "readbarrier"), ("WriteBarrier", "writebarrier"), ("ProcessWide", "processwide")],
            [("DpData", "data", false), ("DpCtrl", "ctrl", true)]),
        new(
            Architecture.X86_64,
            [new("P", "po", true, true), new("X", "xchg", false, true), new("XA", "lock-xadd", true, false)],
            [("MFence", "mfence"), ("SFence", "sfence"), ("LFence", "lfence")],
            []),
        new(
            Architecture.AArch64,
            [
                new("P", "po", true, true), new("A", "acq", true, false), new("Q", "acqpc", true, false), new("L", "rel", false, true),
                new("X", "ldxr-stxr", true, true), new("XA", "ldaxr-stxr", true, true), new("XL", "ldxr-stlxr", true, true), new("XAL", "ldaxr-stlxr", true, true),
                new("Amo.Swp", "swp", false, true), new("Amo.SwpA", "swpa", false, true), new("Amo.SwpL", "swpl", false, true), new("Amo.SwpAL", "swpal", false, true),
                new("Amo.LdAdd", "ldadd", true, false), new("Amo.LdAddA", "ldadda", true, false), new("Amo.LdAddL", "ldaddl", true, false), new("Amo.LdAddAL", "ldaddal", true, false),
            ],
            [("DMB.SY", "dmb.sy"), ("DMB.LD", "dmb.ld"), ("DMB.ST", "dmb.st"), ("ISB", "isb")],
            [("DpAddr", "addr", true), ("DpData", "data", false), ("DpCtrl", "ctrl", true), ("DpCtrlIsb", "ctrlisb", true)]),
        new(
            Architecture.C,
            [new("Rlx", "rlx", true, true), new("Acq", "acq", true, false), new("Rel", "rel", false, true), new("Sc", "sc", true, true)],
            [("FenceSc", "fence.sc"), ("FenceAcqRel", "fence.ar"), ("FenceAcq", "fence.acq"), ("FenceRel", "fence.rel")],
            [("DpData", "data", false), ("DpCtrl", "ctrl", true)]),
    }.ToFrozenDictionary(table => table.Architecture);

    private readonly Dictionary<string, CycleEdge> byName = new(StringComparer.Ordinal);
    private readonly List<CycleEdge> edges = [];

    private EdgeTable(
        Architecture architecture, Annotation[] annotations, (string Name, string Tag)[] fences, (string Name, string Tag, bool ToReads)[] dependencies)
    {
        Architecture = architecture;
        Annotations = [.. annotations.Select((annotation, rank) => annotation with { Rank = rank })];
        foreach ((string name, string tag) in fences)
        {
            foreach (bool same in (bool[])[false, true]) AddAll(EdgeKind.Fence, name, tag, same, name);
        }

        foreach ((string name, string tag, bool toReads) in dependencies)
        {
            foreach (bool same in (bool[])[false, true])
            {
                if (toReads) Add(EdgeKind.Dependency, $"{name}{Letter(same)}R", tag, Direction.Read, Direction.Read, same, name[2..]);
                Add(EdgeKind.Dependency, $"{name}{Letter(same)}W", tag, Direction.Read, Direction.Write, same, name[2..]);
            }
        }

        foreach (bool same in (bool[])[false, true]) AddAll(EdgeKind.ProgramOrder, "Po", "po", same, "");
        foreach (CycleEdge edge in (CycleEdge[])[
            CycleEdge.ReadsFromExternal, CycleEdge.FromReadsExternal, CycleEdge.CoherenceExternal,
            CycleEdge.ReadsFromInternal, CycleEdge.FromReadsInternal, CycleEdge.CoherenceInternal])
        {
            Register(edge.Name, edge);
            edges.Add(edge);
        }

        // diy7's older names of coherence edges.
        Register("Wse", CycleEdge.CoherenceExternal);
        Register("Wsi", CycleEdge.CoherenceInternal);
    }

    /// <summary>The architectures that tests are made for.</summary>
    public static IReadOnlyList<Architecture> Architectures { get; } = [Architecture.CSharp, Architecture.X86_64, Architecture.AArch64, Architecture.C];

    /// <summary>The dialect.</summary>
    public Architecture Architecture { get; }

    /// <summary>The ways to make an access; the first is that of an access without annotation.</summary>
    public IReadOnlyList<Annotation> Annotations { get; }

    /// <summary>The annotation of an access that nothing was said of.</summary>
    public Annotation Plain => Annotations[0];

    /// <summary>The edges, in the order in which tests are generated.</summary>
    public IReadOnlyList<CycleEdge> Edges => edges;

    /// <summary>The names edges are found by; a few have two.</summary>
    public IReadOnlyDictionary<string, CycleEdge> ByName => byName;

    /// <summary>The table of <paramref name="architecture"/>.</summary>
    /// <exception cref="ArgumentException">No tests are made for it.</exception>
    public static EdgeTable Of(Architecture architecture) => Tables.TryGetValue(architecture, out EdgeTable? table)
        ? table
        : throw new ArgumentException($"tests are made for {string.Join(", ", Architectures)}, not for {architecture}");

    private void AddAll(EdgeKind kind, string stem, string tag, bool same, string mechanism)
    {
        foreach (Direction source in (Direction[])[Direction.Read, Direction.Write])
        {
            foreach (Direction target in (Direction[])[Direction.Read, Direction.Write])
                Add(kind, $"{stem}{Letter(same)}{Letter(source)}{Letter(target)}", tag, source, target, same, mechanism);
        }
    }

    private void Add(EdgeKind kind, string name, string tag, Direction source, Direction target, bool same, string mechanism)
    {
        var edge = new CycleEdge(kind, name, same ? tag + "s" : tag, source, target, External: false, same, mechanism);
        edges.Add(edge);
        Register(name, edge);
    }

    private void Register(string name, CycleEdge edge) => byName.Add(name, edge);

    private static char Letter(bool same) => same ? 's' : 'd';

    internal static char Letter(Direction direction) => direction == Direction.Read ? 'R' : 'W';
}
