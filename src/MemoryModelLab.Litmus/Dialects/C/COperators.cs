namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>How tightly C's operators bind (ISO C11 6.5); a greater number binds tighter.</summary>
internal static class COperators
{
    /// <summary>Assignments, which bind loosest (there is no comma operator here).</summary>
    public const int Assignment = 1;

    /// <summary><c>? :</c></summary>
    public const int Conditional = 2;

    /// <summary>Operators in front of an operand, and casts.</summary>
    public const int Prefix = 20;

    /// <summary>Calls, indices, and operators behind an operand.</summary>
    public const int Postfix = 21;

    /// <summary>Names, numbers and parentheses.</summary>
    public const int Primary = 22;

    /// <summary>The precedence of a binary operator; 0 for what is none.</summary>
    public static int PrecedenceOf(ReadOnlySpan<char> binary) => binary switch
    {
        "||" => 3,
        "&&" => 4,
        "|" => 5,
        "^" => 6,
        "&" => 7,
        "==" or "!=" => 8,
        "<" or ">" or "<=" or ">=" => 9,
        "<<" or ">>" => 10,
        "+" or "-" => 11,
        "*" or "/" or "%" => 12,
        _ => 0,
    };

    /// <summary>The binary operator inside an assignment's, empty for <c>=</c>; null for what is no assignment.</summary>
    public static string? OfAssignment(ReadOnlySpan<char> assignment) => assignment switch
    {
        "=" => "",
        "+=" or "-=" or "*=" or "/=" or "%=" or "&=" or "|=" or "^=" or "<<=" or ">>=" => assignment[..^1].ToString(),
        _ => null,
    };

    /// <summary>The precedence of an expression.</summary>
    public static int PrecedenceOf(CExpression expression) => expression switch
    {
        CExpression.Assign => Assignment,
        CExpression.Conditional => Conditional,
        CExpression.Binary binary => PrecedenceOf(binary.Operator),
        CExpression.Unary or CExpression.Cast or CExpression.Step { IsPrefix: true } => Prefix,
        CExpression.Step or CExpression.Index or CExpression.Call => Postfix,
        _ => Primary,
    };
}
