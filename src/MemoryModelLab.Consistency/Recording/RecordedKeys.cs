namespace MemoryModelLab.Consistency.Recording;

/// <summary>The names of recorded keys: those that are equal have one, and others others, even where their texts are the same.</summary>
internal sealed class RecordedKeys<T>
    where T : notnull
{
    private readonly Dictionary<T, string> names = [];
    private readonly RecordedTexts texts = new();

    public string Name(T key)
    {
        if (!names.TryGetValue(key, out string? name)) names.Add(key, name = texts.Of(key));
        return name;
    }
}
