namespace MemoryModelLab.Consistency.Objects;

/// <summary>A type of objects whose histories can be checked, by the name that a history's header gives it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Functions">What can be asked of such an object.</param>
public sealed record ObjectType(string Name, IReadOnlyList<string> Functions)
{
    /// <summary>Reads and writes.</summary>
    public static ObjectType Register { get; } = new("register", ["read", "write"]);

    /// <summary>A register with compare-and-set.</summary>
    public static ObjectType CasRegister { get; } = new("cas-register", ["read", "write", "cas"]);

    /// <summary>A register with compare-and-set a key, which can be deleted.</summary>
    public static ObjectType KeyValue { get; } = new("key-value", ["read", "write", "cas", "delete"]);

    /// <summary>First in, first out.</summary>
    public static ObjectType Queue { get; } = new("queue", ["enqueue", "dequeue"]);

    /// <summary>Last in, first out.</summary>
    public static ObjectType Stack { get; } = new("stack", ["push", "pop"]);

    /// <summary>Members, added and removed; a read returns all.</summary>
    public static ObjectType Set { get; } = new("set", ["add", "remove", "contains", "read"]);

    /// <summary>A sum.</summary>
    public static ObjectType Counter { get; } = new("counter", ["add", "read"]);

    /// <summary>A list that only grows; a read returns all of it.</summary>
    public static ObjectType Append { get; } = new("append", ["append", "read"]);

    /// <summary>A text that is written, or added to at its end.</summary>
    public static ObjectType Text { get; } = new("text", ["read", "write", "append"]);

    /// <summary>All types.</summary>
    public static IReadOnlyList<ObjectType> All { get; } = [Register, CasRegister, KeyValue, Queue, Stack, Set, Counter, Append, Text];

    /// <summary>The type of a name; null when there is none.</summary>
    public static ObjectType? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    /// <summary>Whether histories of this type are also histories of a key-value store, which every consistency model judges.</summary>
    public bool IsRegister => this == Register || this == CasRegister || this == KeyValue;
}
