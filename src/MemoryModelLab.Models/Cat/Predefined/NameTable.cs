using System.Collections.Immutable;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The sets and relations that cat files find defined, as nodes of one graph.</summary>
internal sealed class NameTable(RelationGraph graph)
{
    private readonly Dictionary<string, int> nodes = [];
    private readonly Dictionary<string, ImmutableList<CatValue>> tags = [];

    /// <summary>The graph the nodes belong to.</summary>
    public RelationGraph Graph => graph;

    /// <summary>The names and their nodes.</summary>
    public IReadOnlyDictionary<string, int> Nodes => nodes;

    /// <summary>The node of a name that is in the table.</summary>
    public int this[string name]
    {
        get => nodes[name];
        set => nodes[name] = value;
    }

    /// <summary>Gives the names to sets that are empty here.</summary>
    public void AddEmptySets(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) nodes[name] = graph.EmptySet;
    }

    /// <summary>Gives the names to relations that are empty here.</summary>
    public void AddEmptyRelations(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) nodes[name] = graph.EmptyRelation;
    }

    /// <summary>The events that have one of <paramref name="tags"/>.</summary>
    public int Tagged(EventTags tags) => graph.TagLeaf(tags);

    /// <summary><c>po ; [fences] ; po</c>.</summary>
    public int FenceRelation(int fences)
    {
        return graph.Sequence(graph.Sequence(this["po"], graph.Identity(fences)), this["po"]);
    }

    /// <summary>Records the tags of an enumeration.</summary>
    public void AddTags(string type, IEnumerable<string> names) => tags[type] = [.. names.Select(n => new CatValue.Tag(type, n))];

    /// <summary>The tags of an enumeration.</summary>
    public ImmutableList<CatValue> TagsOf(string type) => tags.GetValueOrDefault(type, []);
}
