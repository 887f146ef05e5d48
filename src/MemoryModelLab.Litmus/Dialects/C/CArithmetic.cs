using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>C's arithmetic on 64-bit registers: each result is wrapped into its type's range, as compilers with -fwrapv do.</summary>
internal sealed class CArithmetic(CContext context)
{
    /// <summary>A binary operator other than <c>&amp;&amp;</c> and <c>||</c> on two values.</summary>
    public CValue Binary(CExpression at, string @operator, CValue left, CValue right, int target)
    {
        if (left.Type.IsPointer || right.Type.IsPointer) return Pointer(at, @operator, left, right, target);
        if (@operator is "<<" or ">>") return Shift(@operator, left, right, target);
        CValueType type = CValueType.Common(left.Type, right.Type);
        Operand a = context.Convert(left, type), b = context.Convert(right, type);
        switch (@operator)
        {
            case "&": return new CValue(context.Code.Compute(BinaryOperator.And, a, b, target), type);
            case "|": return new CValue(context.Code.Compute(BinaryOperator.Or, a, b, target), type);
            case "^": return new CValue(context.Code.Compute(BinaryOperator.Xor, a, b, target), type);
            case "+": return InRange(type, BinaryOperator.Add, a, b, target);
            case "-": return InRange(type, BinaryOperator.Subtract, a, b, target);
            case "*": return InRange(type, BinaryOperator.Multiply, a, b, target);
            case "/" or "%":
                if (type is { Bits: 64, IsUnsigned: true }) throw CContext.Error(at, "division of unsigned 64-bit numbers is not covered here, expected a narrower or signed type");
                return InRange(type, @operator == "/" ? BinaryOperator.Divide : BinaryOperator.Remainder, a, b, target);
            default: return new CValue(Compare(@operator, type, a, b, target), CValueType.Int);
        }
    }

    /// <summary>A unary operator other than <c>*</c> and <c>&amp;</c>.</summary>
    public CValue Unary(CExpression at, string @operator, CValue operand, int target)
    {
        if (@operator == "!") return new CValue(context.Code.Compute(BinaryOperator.Equal, operand.Operand, Operand.Const(0), target), CValueType.Int);
        if (operand.Type.IsPointer) throw CContext.Error(at, $"\"{@operator}\" of a pointer, expected an integer");
        CValueType type = operand.Type.Promoted;
        if (operand.Operand.IsConstant && @operator == "-") return new CValue(Operand.Const(type.WrapConstant(-operand.Operand.Value)), type);
        return @operator switch
        {
            "-" => InRange(type, BinaryOperator.Subtract, Operand.Const(0), operand.Operand, target),
            "~" => InRange(type, BinaryOperator.Xor, operand.Operand, Operand.Const(-1), target),
            _ => operand with { Type = type },
        };
    }

    /// <summary>The comparison that holds when <paramref name="comparison"/> does not; null for what is no comparison.</summary>
    public static string? Opposite(string comparison) => comparison switch
    {
        "==" => "!=",
        "!=" => "==",
        "<" => ">=",
        ">=" => "<",
        ">" => "<=",
        "<=" => ">",
        _ => null,
    };

    private Operand Compare(string comparison, CValueType type, Operand left, Operand right, int target)
    {
        bool unsigned = type is { Bits: 64, IsUnsigned: true };
        BinaryOperator less = unsigned ? BinaryOperator.LessThanUnsigned : BinaryOperator.LessThan;
        BinaryOperator lessOrEqual = unsigned ? BinaryOperator.LessOrEqualUnsigned : BinaryOperator.LessOrEqual;
        return comparison switch
        {
            "==" => context.Code.Compute(BinaryOperator.Equal, left, right, target),
            "!=" => context.Code.Compute(BinaryOperator.NotEqual, left, right, target),
            "<" => context.Code.Compute(less, left, right, target),
            "<=" => context.Code.Compute(lessOrEqual, left, right, target),
            ">" => context.Code.Compute(less, right, left, target),
            _ => context.Code.Compute(lessOrEqual, right, left, target),
        };
    }

    // The low bits of these depend on the operands' low bits only, so one wrap of the 64-bit result is exact.
    private CValue InRange(CValueType type, BinaryOperator @operator, Operand left, Operand right, int target)
    {
        if (type.Bits == 64) return new CValue(context.Code.Compute(@operator, left, right, target), type);
        return new CValue(context.Code.Compute(type.Wrap, context.Code.Compute(@operator, left, right), Operand.Const(type.Bits), target), type);
    }

    private CValue Shift(string @operator, CValue left, CValue right, int target)
    {
        CValueType type = left.Type.Promoted;
        if (@operator == "<<") return InRange(type, BinaryOperator.ShiftLeft, left.Operand, right.Operand, target);
        BinaryOperator shift = type.IsUnsigned ? BinaryOperator.ShiftRightLogical : BinaryOperator.ShiftRightArithmetic;
        return new CValue(context.Code.Compute(shift, left.Operand, right.Operand, target), type);
    }

    private CValue Pointer(CExpression at, string @operator, CValue left, CValue right, int target)
    {
        CValueType type = CValueType.Common(left.Type, right.Type);
        if (Opposite(@operator) is not null) return new CValue(Compare(@operator, type, left.Operand, right.Operand, target), CValueType.Int);

        // Dependencies are written as x + (r & 0) and x + (r ^ r), too.
        bool leftOnly = !right.Type.IsPointer && @operator is "+" or "-", rightOnly = !left.Type.IsPointer && @operator == "+";
        if (!leftOnly && !rightOnly) throw CContext.Error(at, $"\"{@operator}\" of a pointer, expected a number added, or a comparison");
        Operand offset = Scale(leftOnly ? right.Operand : left.Operand, type.Pointee.Bits / 8);
        Operand address = leftOnly ? left.Operand : right.Operand;
        BinaryOperator add = @operator == "+" ? BinaryOperator.Add : BinaryOperator.Subtract;
        return new CValue(context.Code.Compute(add, address, offset, target), type);
    }

    private Operand Scale(Operand count, int bytes)
    {
        if (count.IsConstant) return Operand.Const(count.Value * bytes);
        return bytes == 1 ? count : context.Code.Compute(BinaryOperator.Multiply, count, Operand.Const(bytes));
    }
}
