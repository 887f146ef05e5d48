namespace MemoryModelLab.Stores.SplitOrdered;

/// <summary>A link of the list: an entry, the first link of a bucket, or the mark behind a dead entry.</summary>
internal class Node(uint order, object? value)
{
    /// <summary>Where in the list: the bits of the hash, reversed. Odd for entries, even for buckets.</summary>
    public readonly uint Order = order;

    /// <summary>The value, boxed; null once the entry is dead, for ever. A bucket has itself.</summary>
    public object? Value = value;

    public Node? Next;
}

/// <summary>An entry.</summary>
internal sealed class Entry<TKey>(uint order, TKey key, object value) : Node(order, value)
{
    public readonly TKey Key = key;
}

/// <summary>
/// Follows a dead entry and is followed by what followed it. Whoever would link something behind the entry finds that its successor is not
/// the one it knew: that is what the mark in a pointer's spare bit does in Harris's list.
/// </summary>
internal sealed class Mark : Node
{
    public Mark(Node? next)
        : base(0, null) => Next = next;
}
