using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>A value of a thread's path as a function of the values its reads return.</summary>
internal abstract class Expression
{
    /// <summary>The value, once every read it needs has one.</summary>
    /// <param name="values">What the reads return, indexed by event of the whole execution.</param>
    /// <param name="known">Which of them are known.</param>
    /// <param name="first">The index of the path's first event among them.</param>
    /// <param name="value">The value.</param>
    public abstract bool TryEvaluate(ReadOnlySpan<long> values, ReadOnlySpan<bool> known, int first, out long value);

    /// <summary><c>left ∘ right</c>, computed at once where the answer does not depend on reads.</summary>
    public static Expression Apply(BinaryOperator op, Expression left, Expression right)
    {
        if (left is Constant a && right is Constant b) return new Constant(op.Apply(a.Value, b.Value));
        if (left == right)
        {
            // r ^ r and r - r are 0 and r = r is true whatever r is; the dependency on r is kept apart from the value.
            if (op is BinaryOperator.Xor or BinaryOperator.Subtract or BinaryOperator.NotEqual or BinaryOperator.LessThan or BinaryOperator.LessThanUnsigned)
                return Constant.Zero;
            if (op is BinaryOperator.Equal or BinaryOperator.LessOrEqual or BinaryOperator.LessOrEqualUnsigned) return Constant.One;
        }

        bool rightIsNeutral = op is BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Or or BinaryOperator.Xor
            or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRightLogical or BinaryOperator.ShiftRightArithmetic;
        if (rightIsNeutral && right is Constant { Value: 0 }) return left;
        bool leftIsNeutral = op is BinaryOperator.Add or BinaryOperator.Or or BinaryOperator.Xor;
        if (leftIsNeutral && left is Constant { Value: 0 }) return right;
        if (op is BinaryOperator.And or BinaryOperator.Multiply && (left is Constant { Value: 0 } || right is Constant { Value: 0 })) return Constant.Zero;
        if (op == BinaryOperator.NotEqual && right is Constant { Value: 0 } && left is Binary { IsBoolean: true }) return left;
        return new Binary(op, left, right);
    }

    /// <summary>A number.</summary>
    public sealed class Constant(long value) : Expression
    {
        public static readonly Constant Zero = new(0);
        public static readonly Constant One = new(1);

        public long Value { get; } = value;

        public override bool TryEvaluate(ReadOnlySpan<long> values, ReadOnlySpan<bool> known, int first, out long value)
        {
            value = Value;
            return true;
        }
    }

    /// <summary>What the path's event number <paramref name="event"/>, a read, returns.</summary>
    public sealed class ReadValue(int @event) : Expression
    {
        public int Event { get; } = @event;

        public override bool TryEvaluate(ReadOnlySpan<long> values, ReadOnlySpan<bool> known, int first, out long value)
        {
            value = values[first + Event];
            return known[first + Event];
        }
    }

    /// <summary>An operator applied.</summary>
    public sealed class Binary(BinaryOperator op, Expression left, Expression right) : Expression
    {
        public BinaryOperator Operator { get; } = op;

        public Expression Left { get; } = left;

        public Expression Right { get; } = right;

        public bool IsBoolean => Operator is >= BinaryOperator.Equal and <= BinaryOperator.LessOrEqualUnsigned;

        public override bool TryEvaluate(ReadOnlySpan<long> values, ReadOnlySpan<bool> known, int first, out long value)
        {
            value = 0;
            if (!Left.TryEvaluate(values, known, first, out long a) || !Right.TryEvaluate(values, known, first, out long b)) return false;
            value = Operator.Apply(a, b);
            return true;
        }
    }
}
