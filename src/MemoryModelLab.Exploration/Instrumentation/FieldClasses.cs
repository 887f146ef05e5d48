using System.Collections.Concurrent;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The fields of a program by type and offset. They outlive the restarts of an exploration, which is why it ends.</summary>
internal sealed class FieldClasses
{
    private readonly ConcurrentDictionary<(Type Type, nuint Offset), FieldClass> _classes = [];

    /// <summary>Those found shared, by name.</summary>
    public IReadOnlyList<string> Shared => [.. _classes.Values.Where(found => found.IsShared).Select(found => found.Name).Distinct().Order()];

    /// <summary>The field at an offset; all elements of an array are one.</summary>
    public FieldClass Get(Type type, nuint offset)
    {
        (Type, nuint) key = (type, type.IsArray ? 0 : offset);
        return _classes.GetOrAdd(key, _ => new FieldClass());
    }
}
