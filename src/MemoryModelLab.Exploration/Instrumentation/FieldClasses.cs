namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The fields of a program by type and offset. They outlive the restarts of an exploration, which is why it ends.</summary>
internal sealed class FieldClasses
{
    private readonly Dictionary<(Type Type, nuint Offset), FieldClass> _classes = [];

    /// <summary>Those found shared, by name.</summary>
    public IReadOnlyList<string> Shared => [.. _classes.Values.Where(found => found.IsShared).Select(found => found.Name).Distinct().Order()];

    /// <summary>The field at an offset; all elements of an array are one.</summary>
    public FieldClass Get(Type type, nuint offset)
    {
        (Type, nuint) key = (type, type.IsArray ? 0 : offset);
        if (!_classes.TryGetValue(key, out FieldClass? found))
            _classes.Add(key, found = new FieldClass());
        return found;
    }
}
