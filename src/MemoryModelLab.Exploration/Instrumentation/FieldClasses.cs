using System.Collections.Concurrent;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The fields of a program by type and offset. They outlive the restarts of an exploration, which is why it ends.</summary>
/// <param name="shared">Fields known to be shared, by hash.</param>
internal sealed class FieldClasses(IEnumerable<int> shared)
{
    private readonly HashSet<int> known = [.. shared];
    private readonly ConcurrentDictionary<(Type Type, nuint Offset), FieldClass> classes = [];

    /// <summary>Those found shared, by name.</summary>
    public IReadOnlyList<string> Shared => [.. classes.Values.Where(found => found.IsShared).Select(found => found.Name).Where(name => name != FieldClass.Unnamed).Distinct().Order()];

    /// <summary>Those found shared, by hash.</summary>
    public IReadOnlyList<int> SharedHashes => [.. known.Union(classes.Where(found => found.Value.IsShared).Select(found => HashOf(found.Key))).Order()];

    /// <summary>How many were found shared beyond those that were known to be.</summary>
    public int SharedCount => classes.Count(found => found.Value.IsShared && !known.Contains(HashOf(found.Key)));

    /// <summary>The field at an offset; all elements of an array are one.</summary>
    public FieldClass Get(Type type, nuint offset)
    {
        (Type, nuint) key = (type, type.IsArray ? 0 : offset);
        return classes.GetOrAdd(key, found => new FieldClass { IsShared = known.Contains(HashOf(found)) });
    }

    /// <summary>A number for a field that is the same in every process (FNV-1a; Fowler, Noll and Vo).</summary>
    private static int HashOf((Type Type, nuint Offset) key)
    {
        uint hash = 2166136261;
        foreach (char letter in $"{key.Type}+{key.Offset}")
            hash = (hash ^ letter) * 16777619;
        return (int)hash;
    }
}
