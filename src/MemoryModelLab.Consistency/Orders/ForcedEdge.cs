namespace MemoryModelLab.Consistency.Orders;

/// <summary>Why one operation must come before another in every order of all.</summary>
internal enum ForcedEdgeKind : byte
{
    /// <summary>The second returned what the first wrote.</summary>
    Returned,

    /// <summary>The first comes before a read of what the second wrote.</summary>
    Overwritten,

    /// <summary>The first read what the second replaced.</summary>
    Replaced,

    /// <summary>The order was given: of reads of one replica, and of the two parts of a compare-and-set.</summary>
    Given,
}

/// <summary>One operation must come before another, because of what a read returned.</summary>
internal readonly record struct ForcedEdge(int From, int To, ForcedEdgeKind Kind, int Read);
