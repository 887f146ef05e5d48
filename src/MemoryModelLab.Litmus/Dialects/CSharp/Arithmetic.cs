using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>C#'s unchecked integer arithmetic on 64-bit registers: each result is wrapped into its type's range.</summary>
internal sealed class Arithmetic(ThreadContext context)
{
    private readonly CodeBuilder code = context.Code;

    /// <summary>Whether <paramref name="kind"/> compares.</summary>
    public static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    /// <summary><paramref name="value"/>, in range of <paramref name="from"/>, brought into that of <paramref name="to"/>.</summary>
    public Operand Wrap(CSharpType from, CSharpType to, Operand value, int target = -1)
    {
        if (to.Holds(from) || to.Wrap is not { } wrap) return value;
        return value.IsConstant ? Operand.Const(to.WrapConstant(value.Value)) : code.Compute(wrap, value, Operand.Const(to.Bits), target);
    }

    /// <summary>The comparison, or its opposite when <paramref name="negate"/>.</summary>
    public Operand Compare(IBinaryOperation comparison, Operand left, Operand right, bool negate, int target)
    {
        CheckPlain(comparison, comparison.OperatorMethod, comparison.IsLifted, comparison.IsChecked);
        CSharpType type = comparison.LeftOperand.ConstantValue is { HasValue: true, Value: null }
            ? context.TypeOf(comparison.RightOperand)
            : context.TypeOf(comparison.LeftOperand);
        bool unsigned = type is { Bits: 64, Signed: false };
        BinaryOperator less = unsigned ? BinaryOperator.LessThanUnsigned : BinaryOperator.LessThan;
        BinaryOperator lessOrEqual = unsigned ? BinaryOperator.LessOrEqualUnsigned : BinaryOperator.LessOrEqual;
        return comparison.OperatorKind switch
        {
            BinaryOperatorKind.Equals => code.Compute(negate ? BinaryOperator.NotEqual : BinaryOperator.Equal, left, right, target),
            BinaryOperatorKind.NotEquals => code.Compute(negate ? BinaryOperator.Equal : BinaryOperator.NotEqual, left, right, target),
            BinaryOperatorKind.LessThan => negate ? code.Compute(lessOrEqual, right, left, target) : code.Compute(less, left, right, target),
            BinaryOperatorKind.LessThanOrEqual => negate ? code.Compute(less, right, left, target) : code.Compute(lessOrEqual, left, right, target),
            BinaryOperatorKind.GreaterThan => negate ? code.Compute(lessOrEqual, left, right, target) : code.Compute(less, right, left, target),
            _ => negate ? code.Compute(less, left, right, target) : code.Compute(lessOrEqual, right, left, target),
        };
    }

    /// <summary>The operator <paramref name="kind"/> of <paramref name="operation"/>, a binary operation or a compound assignment, in <paramref name="type"/>.</summary>
    public Operand Binary(IOperation operation, BinaryOperatorKind kind, CSharpType type, Operand left, Operand right, int target)
    {
        switch (operation)
        {
            case IBinaryOperation binary:
                CheckPlain(binary, binary.OperatorMethod, binary.IsLifted, binary.IsChecked);
                break;
            case ICompoundAssignmentOperation assignment:
                CheckPlain(assignment, assignment.OperatorMethod, assignment.IsLifted, assignment.IsChecked);
                break;
        }

        switch (kind)
        {
            case BinaryOperatorKind.Add: return InRange(type, BinaryOperator.Add, left, right, target);
            case BinaryOperatorKind.Subtract: return InRange(type, BinaryOperator.Subtract, left, right, target);
            case BinaryOperatorKind.Multiply: return InRange(type, BinaryOperator.Multiply, left, right, target);
            case BinaryOperatorKind.And: return code.Compute(BinaryOperator.And, left, right, target);
            case BinaryOperatorKind.Or: return code.Compute(BinaryOperator.Or, left, right, target);
            case BinaryOperatorKind.ExclusiveOr: return code.Compute(BinaryOperator.Xor, left, right, target);
            case BinaryOperatorKind.LeftShift: return InRange(type, BinaryOperator.ShiftLeft, left, Count(type, right), target);
            case BinaryOperatorKind.RightShift:
                return code.Compute(
                    type.Signed ? BinaryOperator.ShiftRightArithmetic : BinaryOperator.ShiftRightLogical, left, Count(type, right), target);
            case BinaryOperatorKind.UnsignedRightShift:
                Operand count = Count(type, right);
                Operand bits = type is { Bits: 32, Signed: true } ? code.Compute(BinaryOperator.ZeroExtend, left, Operand.Const(32)) : left;
                return InRange(type, BinaryOperator.ShiftRightLogical, bits, count, target);
            case BinaryOperatorKind.Divide: return Divide(operation, BinaryOperator.Divide, type, left, right, target);
            case BinaryOperatorKind.Remainder: return Divide(operation, BinaryOperator.Remainder, type, left, right, target);
            default: throw CSharpError.NotCovered(context.Unit, operation.Syntax);
        }
    }

    /// <summary>The unary operation on <paramref name="value"/>.</summary>
    public Operand Unary(IUnaryOperation unary, Operand value, int target)
    {
        CheckPlain(unary, unary.OperatorMethod, unary.IsLifted, unary.IsChecked);
        CSharpType type = context.TypeOf(unary);
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => value,
            UnaryOperatorKind.Minus => InRange(type, BinaryOperator.Subtract, Operand.Const(0), value, target),
            UnaryOperatorKind.BitwiseNegation => InRange(type, BinaryOperator.Xor, value, Operand.Const(-1), target),
            UnaryOperatorKind.Not => code.Compute(BinaryOperator.Equal, value, Operand.Const(0), target),
            _ => throw CSharpError.NotCovered(context.Unit, unary.Syntax),
        };
    }

    // The low bits of these depend on the operands' low bits only, so one wrap of the 64-bit result is exact.
    private Operand InRange(CSharpType type, BinaryOperator kind, Operand left, Operand right, int target)
    {
        if (type.Wrap is not { } wrap) return code.Compute(kind, left, right, target);
        return code.Compute(wrap, code.Compute(kind, left, right), Operand.Const(type.Bits), target);
    }

    // C# 12.11: the count is taken modulo the width.
    private Operand Count(CSharpType type, Operand count) => count.IsConstant
        ? Operand.Const(count.Value & (type.Bits - 1))
        : code.Compute(BinaryOperator.And, count, Operand.Const(type.Bits - 1));

    // A divisor that may be 0 (an exception), or -1 (an exception for the least value), is left out; so is what does not fit a signed division.
    private Operand Divide(IOperation operation, BinaryOperator kind, CSharpType type, Operand left, Operand right, int target)
    {
        if (!right.IsConstant || right.Value is 0 or -1) throw CSharpError.NotCovered(context.Unit, operation.Syntax, "divide by a constant other than 0 and -1");
        if (type is { Bits: 64, Signed: false }) throw CSharpError.NotCovered(context.Unit, operation.Syntax, "divide values of another type than ulong");
        return code.Compute(kind, left, right, target);
    }

    private void CheckPlain(IOperation operation, IMethodSymbol? overload, bool lifted, bool isChecked)
    {
        if (overload is not null || lifted || isChecked) throw CSharpError.NotCovered(context.Unit, operation.Syntax, "use the built-in unchecked operators");
    }
}
