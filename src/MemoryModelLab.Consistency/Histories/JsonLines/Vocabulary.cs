namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>The names that the lines of a file, or of a part of it, mention, numbered as they come; and what its header says of values.</summary>
internal sealed class Vocabulary
{
    public NameTable Clients { get; } = new();

    public NameTable Keys { get; } = new();

    public NameTable Replicas { get; } = new();

    public NameTable Values { get; } = new();

    /// <summary>The value of every key before the first operation.</summary>
    public long Initial { get; set; }

    /// <summary>One for a part of the file: it knows what the header said.</summary>
    public Vocabulary ForPart()
    {
        var part = new Vocabulary { Initial = Initial };
        for (int i = 0; i < Values.Count; i++) part.Values.Add(Values[i]);
        return part;
    }
}
