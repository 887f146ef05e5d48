namespace MemoryModelLab.Machine.Replicas;

/// <summary>What a message asks or tells. Each policy uses some of them.</summary>
public enum MessageKind
{
    /// <summary>A client asks for a value.</summary>
    Read,

    /// <summary>A client sets a value.</summary>
    Write,

    /// <summary>A site tells another of a write.</summary>
    Update,

    /// <summary>An update has been applied.</summary>
    Acknowledge,

    /// <summary>A site asks another for what it knows.</summary>
    Query,

    /// <summary>The answer to a query.</summary>
    Reply,

    /// <summary>A site asks another to take a write.</summary>
    Store,

    /// <summary>The write has been taken.</summary>
    Stored,

    /// <summary>A site asks another to lock an item.</summary>
    Lock,

    /// <summary>The write of a locked item, which unlocks it.</summary>
    Apply,

    /// <summary>The witness is told of a new version.</summary>
    Notify,

    /// <summary>The witness knows of it.</summary>
    Noted,

    /// <summary>A cache asks the storage for an item.</summary>
    Fetch,

    /// <summary>The item.</summary>
    Fetched,
}
