using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Values;
using MemoryModelLab.Models.Relations;
using Environment = MemoryModelLab.Models.Cat.Values.Environment;

namespace MemoryModelLab.Models.Cat;

/// <summary>The names a model's files give to nodes of its graph, for those that read an explanation.</summary>
internal sealed class DefinitionNames
{
    private readonly Dictionary<int, Definition> definitions = [];

    /// <summary>No name.</summary>
    public static DefinitionNames None { get; } = new();

    /// <summary>The definition that node is known by; null when it has none.</summary>
    public Definition? this[int node] => definitions.GetValueOrDefault(node);

    /// <summary>
    /// The names that hold where a program ended and were used on the way. Of several names of one node a predefined one comes first (<c>let mo = co</c> is
    /// still co), then the one defined first.
    /// </summary>
    public static DefinitionNames Of(RelationGraph graph, Environment scope)
    {
        var names = new DefinitionNames();
        foreach ((string name, Thunk thunk) in scope.Bindings.OrderBy(b => b.Value.Definition?.Line ?? 0).ThenBy(b => b.Key.Length).ThenBy(b => b.Key, StringComparer.Ordinal))
        {
            if (thunk.Known is CatValue.Node node && graph[node.Id].Kind != NodeKind.Empty) names.definitions.TryAdd(node.Id, new Definition(name, thunk.Definition));
        }

        return names;
    }

    /// <summary>A name.</summary>
    /// <param name="Name">It.</param>
    /// <param name="Position">Where it is defined; null when it is predefined.</param>
    internal sealed record Definition(string Name, SourcePosition? Position);
}
