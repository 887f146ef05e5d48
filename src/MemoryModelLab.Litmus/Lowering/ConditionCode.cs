namespace MemoryModelLab.Litmus.Lowering;

/// <summary>The conditions of branches and selects, in terms of the flags; named as AArch64 names them.</summary>
internal enum ConditionCode
{
    /// <summary>Equal.</summary>
    EQ,

    /// <summary>Not equal.</summary>
    NE,

    /// <summary>Carry set.</summary>
    CS,

    /// <summary>Carry clear.</summary>
    CC,

    /// <summary>Negative.</summary>
    MI,

    /// <summary>Positive or zero.</summary>
    PL,

    /// <summary>Signed overflow.</summary>
    VS,

    /// <summary>No signed overflow.</summary>
    VC,

    /// <summary>Unsigned higher.</summary>
    HI,

    /// <summary>Unsigned lower or same.</summary>
    LS,

    /// <summary>Signed greater or equal.</summary>
    GE,

    /// <summary>Signed less.</summary>
    LT,

    /// <summary>Signed greater.</summary>
    GT,

    /// <summary>Signed less or equal.</summary>
    LE,

    /// <summary>Always.</summary>
    AL,
}
