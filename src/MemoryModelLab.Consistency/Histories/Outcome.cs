namespace MemoryModelLab.Consistency.Histories;

/// <summary>What is known of an operation's end.</summary>
public enum Outcome : byte
{
    /// <summary>It was answered, and took effect.</summary>
    Ok,

    /// <summary>It was answered, and changed nothing. A compare-and-set then saw another value than the expected one; nothing else is known of the others.</summary>
    Fail,

    /// <summary>Unknown, a timeout: it may take effect at any time after its invocation, or never.</summary>
    Info,
}
