using MemoryModelLab.Models.Cat.Syntax;

namespace MemoryModelLab.Models.Tests.Cat.Syntax;

/// <summary>Writes an expression with all its parentheses, so that tests can say how it was grouped.</summary>
internal static class ExpressionText
{
    public static string Of(Expression expression) => expression switch
    {
        Expression.Empty => "0",
        Expression.Universe => "_",
        Expression.Tag tag => "'" + tag.Name,
        Expression.Variable variable => variable.Name,
        Expression.Unary { Operator: UnaryOperator.Identity } unary => $"[{Of(unary.Operand)}]",
        Expression.Unary { Operator: UnaryOperator.Complement } unary => $"(~{Of(unary.Operand)})",
        Expression.Unary unary => $"({Of(unary.Operand)}{Suffix(unary.Operator)})",
        Expression.Chain chain => "(" + string.Join(Infix(chain.Operator), chain.Operands.Select(Of)) + ")",
        Expression.Apply apply => $"{Of(apply.Callee)}<{Of(apply.Argument)}>",
        Expression.Tuple tuple => "(" + string.Join(",", tuple.Items.Select(Of)) + ")",
        Expression.SetLiteral set => "{" + string.Join(",", set.Items.Select(Of)) + "}",
        Expression.Function function => $"(fun {string.Join(",", function.Parameter.Names)} -> {Of(function.Body)})",
        Expression.LetIn let => $"(let {let.Bindings.Items.Count} in {Of(let.Body)})",
        Expression.MatchSet match => $"(match {Of(match.Subject)}: {Of(match.WhenEmpty)} or {Of(match.Clause.Body)})",
        Expression.MatchTag match => $"(match {Of(match.Subject)}: {match.Clauses.Count})",
        Expression.Try attempt => $"(try {Of(attempt.Attempt)} with {Of(attempt.Fallback)})",
        Expression.If choice => $"(if {Of(choice.Then)} else {Of(choice.Else)})",
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static string Suffix(UnaryOperator operation) => operation switch
    {
        UnaryOperator.Star => "*",
        UnaryOperator.Plus => "+",
        UnaryOperator.Optional => "?",
        _ => "^-1",
    };

    private static string Infix(ChainOperator operation) => operation switch
    {
        ChainOperator.Union => "|",
        ChainOperator.Add => "++",
        ChainOperator.Sequence => ";",
        ChainOperator.Difference => "\\",
        ChainOperator.Intersection => "&",
        _ => " x ",
    };
}
