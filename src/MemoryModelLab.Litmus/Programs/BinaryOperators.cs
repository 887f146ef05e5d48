namespace MemoryModelLab.Litmus.Programs;

/// <summary>What the operators of <see cref="Op.Compute"/> do: the one definition for every engine that runs the common instruction set.</summary>
public static class BinaryOperators
{
    private const int Bits = 64;

    /// <summary><paramref name="a"/> ∘ <paramref name="b"/>, on 64-bit words that wrap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The operator is none of <see cref="BinaryOperator"/>.</exception>
    public static long Apply(this BinaryOperator @operator, long a, long b) => @operator switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Divide => b == 0 ? 0 : b == -1 ? -a : a / b,
        BinaryOperator.Remainder => b == 0 ? a : b == -1 ? 0 : a % b,
        BinaryOperator.And => a & b,
        BinaryOperator.Or => a | b,
        BinaryOperator.Xor => a ^ b,
        BinaryOperator.ShiftLeft => IsInWord(b) ? a << (int)b : 0,
        BinaryOperator.ShiftRightLogical => IsInWord(b) ? a >>> (int)b : 0,
        BinaryOperator.ShiftRightArithmetic => a >> (IsInWord(b) ? (int)b : Bits - 1),
        BinaryOperator.Equal => Truth(a == b),
        BinaryOperator.NotEqual => Truth(a != b),
        BinaryOperator.LessThan => Truth(a < b),
        BinaryOperator.LessOrEqual => Truth(a <= b),
        BinaryOperator.LessThanUnsigned => Truth((ulong)a < (ulong)b),
        BinaryOperator.LessOrEqualUnsigned => Truth((ulong)a <= (ulong)b),
        BinaryOperator.ZeroExtend => b >= Bits ? a : a & ((1L << (int)b) - 1),
        BinaryOperator.SignExtend => b >= Bits ? a : a << (Bits - (int)b) >> (Bits - (int)b),
        _ => throw new ArgumentOutOfRangeException(nameof(@operator), @operator, "not an operator"),
    };

    private static bool IsInWord(long shift) => (ulong)shift < Bits;

    private static long Truth(bool condition) => condition ? 1 : 0;
}
