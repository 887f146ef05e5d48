namespace MemoryModelLab.Consistency.Histories;

/// <summary>What an operation asks of its key.</summary>
public enum OperationKind : byte
{
    /// <summary>Returns the value.</summary>
    Read,

    /// <summary>Sets the value.</summary>
    Write,

    /// <summary>Sets the value if it is the expected one (compare-and-set); says whether it was.</summary>
    CompareAndSet,

    /// <summary>Adds a value to the end of a list.</summary>
    Append,

    /// <summary>Takes the key away: its value is the initial one again.</summary>
    Delete,
}
