using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>
/// Parses what an <c>if</c> asks: a comparison of two expressions, or variants joined by <c>not</c>, <c>&amp;&amp;</c> and <c>||</c>.
/// </summary>
internal sealed class ConditionParser(TokenReader tokens, ExpressionParser expressions)
{
    private bool AsksForVariants =>
        tokens.Current.Kind == TokenKind.String
        || tokens.Is("not")
        || (tokens.Is("(") && (tokens.Following.Kind == TokenKind.String || tokens.Following.Is("not")));

    /// <summary>A condition.</summary>
    public Condition Parse() => AsksForVariants ? ParseVariants() : ParseComparison();

    /// <summary>A condition on variants.</summary>
    public Condition ParseVariants()
    {
        Condition result = ParseConjunction();
        while (tokens.TryTake("||")) result = new Condition.Or(result, ParseConjunction());
        return result;
    }

    private Condition ParseConjunction()
    {
        Condition result = ParseVariant();
        while (tokens.TryTake("&&")) result = new Condition.And(result, ParseVariant());
        return result;
    }

    private Condition ParseVariant()
    {
        tokens.CheckNesting();
        if (tokens.TryTake("not")) return new Condition.Not(ParseVariant());
        if (!tokens.TryTake("(")) return new Condition.Variant(tokens.Expect(TokenKind.String, "the name of a variant in quotes").Text);
        Condition inside = ParseVariants();
        tokens.Expect(")");
        return inside;
    }

    private Condition.Compare ParseComparison()
    {
        SourcePosition position = tokens.Current.Position;
        Expression left = expressions.Parse();
        Condition.Comparison comparison =
            tokens.TryTake("=") ? Condition.Comparison.Equal
            : tokens.TryTake("subset") ? Condition.Comparison.Subset
            : tokens.TryTake("in") ? Condition.Comparison.In
            : throw tokens.Unexpected("'=', 'subset' or 'in'");
        return new Condition.Compare(position, comparison, left, expressions.Parse());
    }
}
