namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A field of all objects of a type, or the elements of all arrays of a type: what is found shared, or not, as one.</summary>
internal sealed class FieldClass
{
    /// <summary>The name of a field that the program has no word for.</summary>
    public const string Unnamed = "?";

    /// <summary>How the program calls it.</summary>
    public string Name { get; set; } = Unnamed;

    /// <summary>Whether two threads access it, at least one of them writing, so that its accesses are events.</summary>
    public bool IsShared { get; set; }
}
