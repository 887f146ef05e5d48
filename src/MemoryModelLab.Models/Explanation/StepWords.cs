using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Explanation;

/// <summary>Says an edge of a cycle as a sentence: what the threads do, why that orders the two events, and which definition says so.</summary>
internal sealed class StepWords(RelationGraph graph, EventWords events)
{
    /// <summary>The sentence, without a full stop.</summary>
    public string Say(Step step)
    {
        (int from, int to) = (step.Edge.From, step.Edge.To);
        string sentence = step.Edge.Kind switch
        {
            CycleEdgeKind.ReadsFrom => $"{events.Thread(to)} {events.Does(to)}{Source(from)}",
            CycleEdgeKind.FromReads => $"{events.Thread(from)} {events.Does(from)}, so that is before {events.Thing(to)}",
            CycleEdgeKind.Coherence => $"{events.Thing(from)} comes before {events.Thing(to)} in the order of writes to {events[to].Location}",
            CycleEdgeKind.Local => $"{events.Thread(from)} {events.Does(from)} before it {events.Does(to)}{Because(step)}",
            _ => $"{events.Thing(from)} is before {events.Thing(to)}: {string.Join(", ", step.Path.Select(Base))}",
        };
        return $"{sentence} ({step.Edge.Label}{At(step.Definition?.Position)})";
    }

    /// <summary>A place in a model's file, as sentences name it; nothing where it is not the user's to read.</summary>
    public static string At(SourcePosition? position) =>
        position is { } p && !p.File.EndsWith("stdlib.cat", StringComparison.Ordinal) ? $", {Path.GetFileName(p.File)}:{p.Line}" : "";

    private string Source(int write) => events[write].Event.Thread < 0 ? "" : $", which {events.Thread(write)} wrote{events.How(write)}";

    private string Because(Step step)
    {
        (int from, int to) = (step.Edge.From, step.Edge.To);
        int[] fences = [.. step.Path.Skip(1).Select(p => p.From).Where(e => events[e].Event.Kind == EventKind.Fence && e != from && e != to)];
        if (fences.Length > 0) return $", with {string.Join(" and ", fences.Select(f => events.Value(f) + events.Line(f)))} between";
        BaseRelation[] bases = [.. step.Path.Select(p => graph[p.Node]).Where(n => n.Kind == NodeKind.RelationLeaf).Select(n => (BaseRelation)n.A)];
        if (bases.Any(b => b is BaseRelation.Addr or BaseRelation.PickAddr)) return ", at an address computed from what was read";
        if (bases.Any(b => b is BaseRelation.Data or BaseRelation.PickData)) return ", a value computed from what was read";
        if (bases.Any(b => b is BaseRelation.Ctrl or BaseRelation.PickCtrl)) return ", behind a branch on what was read";
        if (bases.Any(b => b is BaseRelation.Rmw or BaseRelation.Amo or BaseRelation.LoadStoreExclusive)) return ", the two halves of one atomic operation";
        int[] special = [.. Annotated(step.Reason).Distinct()];
        if (special.Contains(to) && events[to].Event.IsWrite) return special.Contains(from) ? "" : ": the write releases";
        if (special.Contains(from) && events[from].Event.IsRead) return special.Contains(to) ? "" : ": the read acquires";
        bool sameLocation = step.Reason.All().Any(d => graph[d.Node] is { Kind: NodeKind.RelationLeaf, A: (int)BaseRelation.Loc });
        return sameLocation ? ", the same location" : "";
    }

    /// <summary>The events of which the definition asks more than whether they read, write or fence.</summary>
    private IEnumerable<int> Annotated(Derivation reason)
    {
        foreach (Derivation d in reason.All())
        {
            if (d.Node < 0) continue;
            RelationGraph.Node n = graph[d.Node];
            if (n.Kind == NodeKind.RestrictDomain && AsksForTags(n.A)) yield return d.From;
            if (n.Kind == NodeKind.RestrictRange && AsksForTags(n.B)) yield return d.To;
        }
    }

    private bool AsksForTags(int set) => AsksForTags(set, []);

    private bool AsksForTags(int set, HashSet<int> seen) =>
        seen.Add(set) && (graph[set].Kind == NodeKind.TagLeaf || graph.Operands(set).Any(o => AsksForTags(o, seen)));

    private string Base(Derivation pair)
    {
        string name = graph[pair.Node] is { Kind: NodeKind.RelationLeaf } leaf ? StepMaker.NameOf((BaseRelation)leaf.A) : "order";
        return name switch
        {
            "rf" => $"{events.Thread(pair.To)} {events.Does(pair.To)} from {events.Thing(pair.From)} (rf)",
            "fr" => $"{events.Thing(pair.From)} is older than {events.Thing(pair.To)} (fr)",
            "co" => $"{events.Thing(pair.From)} is overwritten by {events.Thing(pair.To)} (co)",
            _ => $"{events.Thread(pair.From)} {events.Does(pair.From)} before it {events.Does(pair.To)} ({name})",
        };
    }
}
