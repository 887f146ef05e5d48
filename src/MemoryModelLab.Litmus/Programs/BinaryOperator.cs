namespace MemoryModelLab.Litmus.Programs;

/// <summary>Operators of <see cref="Op.Compute"/> on 64-bit values. Comparisons give 1 or 0.</summary>
public enum BinaryOperator
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b.</summary>
    Multiply,

    /// <summary>a / b, signed; 0 when b is 0, as AArch64 defines it.</summary>
    Divide,

    /// <summary>a % b, signed; a when b is 0.</summary>
    Remainder,

    /// <summary>a &amp; b.</summary>
    And,

    /// <summary>a | b.</summary>
    Or,

    /// <summary>a ^ b.</summary>
    Xor,

    /// <summary>a &lt;&lt; b.</summary>
    ShiftLeft,

    /// <summary>a &gt;&gt; b, filling with zeros.</summary>
    ShiftRightLogical,

    /// <summary>a &gt;&gt; b, filling with the sign.</summary>
    ShiftRightArithmetic,

    /// <summary>a = b.</summary>
    Equal,

    /// <summary>a ≠ b.</summary>
    NotEqual,

    /// <summary>a &lt; b, signed.</summary>
    LessThan,

    /// <summary>a ≤ b, signed.</summary>
    LessOrEqual,

    /// <summary>a &lt; b, unsigned.</summary>
    LessThanUnsigned,

    /// <summary>a ≤ b, unsigned.</summary>
    LessOrEqualUnsigned,

    /// <summary>The low b bits of a, zero-extended (b = 8, 16, 32).</summary>
    ZeroExtend,

    /// <summary>The low b bits of a, sign-extended (b = 8, 16, 32).</summary>
    SignExtend,
}
