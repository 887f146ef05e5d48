namespace MemoryModelLab.Exploration.Runtime;

/// <summary>
/// What a read-modify-write makes of the value it reads. A closed list, so that the search can compute the result of an operation whose
/// read it has just redirected, without running the program.
/// </summary>
public enum Update : byte
{
    /// <summary>Not a read-modify-write.</summary>
    None,

    /// <summary>The operand.</summary>
    Exchange,

    /// <summary>The sum with the operand.</summary>
    Add,

    /// <summary>The operand, if the value read equals the comparand; otherwise nothing is written.</summary>
    CompareExchange,

    /// <summary>The bitwise and with the operand.</summary>
    And,

    /// <summary>The bitwise or with the operand.</summary>
    Or,

    /// <summary>
    /// Of 32 bits, and not negative: the sum with the operand, if that is neither below zero nor above the comparand; otherwise nothing is written.
    /// </summary>
    AddWithin,
}
