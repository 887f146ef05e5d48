using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>
/// Parses expressions. From loosest to tightest: <c>|</c>, <c>++</c>, <c>;</c>, <c>\</c>, <c>&amp;</c>, then <c>*</c> (product or
/// closure), <c>+</c>, <c>?</c> and <c>~</c> on one level, <c>^-1</c>, application.
/// </summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private static readonly string[] ChainSymbols = ["|", "++", ";", "\\", "&"];

    /// <summary>An expression, with <c>let</c>, <c>fun</c>, <c>match</c>, … and tuples without parentheses.</summary>
    public Expression Parse()
    {
        tokens.CheckNesting();
        Token token = tokens.Current;
        if (token.Kind == TokenKind.Keyword)
        {
            switch (token.Text)
            {
                case "let":
                    Bindings bindings = ParseBindings();
                    tokens.Expect("in");
                    return new Expression.LetIn(token.Position, bindings, Parse());
                case "fun":
                    tokens.Take();
                    Pattern parameter = ParseParameter();
                    tokens.Expect("->");
                    return new Expression.Function(token.Position, "a function", parameter, Parse());
                case "try":
                    tokens.Take();
                    Expression attempt = Parse();
                    tokens.Expect("with");
                    return new Expression.Try(token.Position, attempt, Parse());
                case "if":
                    tokens.Take();
                    Condition condition = new ConditionParser(tokens, this).Parse();
                    tokens.Expect("then");
                    Expression then = Parse();
                    tokens.Expect("else");
                    return new Expression.If(token.Position, condition, then, Parse());
                case "match":
                    return ParseMatch();
            }
        }

        Expression first = ParseOperators();
        if (!tokens.Is(",")) return first;
        var items = new List<Expression> { first };
        while (tokens.TryTake(",")) items.Add(ParseOperators());
        return new Expression.Tuple(first.Position, items);
    }

    /// <summary>An expression made of operators and what they join.</summary>
    public Expression ParseOperators() => ParseChain(0);

    /// <summary><c>let [rec] p = e and …</c>, without what follows.</summary>
    public Bindings ParseBindings()
    {
        tokens.Expect("let");
        bool isRecursive = tokens.TryTake("rec");
        var items = new List<Binding>();
        do items.Add(ParseBinding());
        while (tokens.TryTake("and"));
        return new Bindings(isRecursive, items);
    }

    /// <summary>A parameter of a function or procedure: a name, or a tuple of names in parentheses.</summary>
    public Pattern ParseParameter()
    {
        if (!tokens.TryTake("(")) return new Pattern([tokens.ExpectNameOrUnderscore()], false);
        var names = new List<string?>();
        if (!tokens.Is(")"))
        {
            do names.Add(tokens.ExpectNameOrUnderscore());
            while (tokens.TryTake(","));
        }

        tokens.Expect(")");
        return new Pattern(names, names.Count != 1);
    }

    /// <summary>What may stand as an argument without parentheses, a name aside.</summary>
    public Expression ParseSimple()
    {
        tokens.CheckNesting();
        Token token = tokens.Current;
        if (token.Kind == TokenKind.Tag)
        {
            tokens.Take();
            return new Expression.Tag(token.Position, token.Text);
        }

        if (tokens.TryTake("0")) return new Expression.Empty(token.Position);
        if (tokens.TryTake("_")) return new Expression.Universe(token.Position);
        if (tokens.TryTake("{")) return ParseSetLiteral(token.Position);
        if (tokens.TryTake("[")) return new Expression.Unary(token.Position, UnaryOperator.Identity, Closed("]"));
        if (tokens.TryTake("begin")) return Closed("end");
        if (!tokens.TryTake("(")) throw tokens.Unexpected("an expression");
        if (tokens.TryTake(")")) return new Expression.Tuple(token.Position, []);
        return Closed(")");
    }

    private static bool StartsSimple(Token token) =>
        token.Kind == TokenKind.Tag || token.Is("0") || token.Is("_") || token.Is("{") || token.Is("[") || token.Is("(") || token.Is("begin");

    private Expression Closed(string end)
    {
        Expression inside = Parse();
        tokens.Expect(end);
        return inside;
    }

    private Expression ParseSetLiteral(SourcePosition position)
    {
        var items = new List<Expression>();
        if (!tokens.Is("}"))
        {
            do items.Add(ParseOperators());
            while (tokens.TryTake(","));
        }

        tokens.Expect("}");
        return items.Count == 0 ? new Expression.Empty(position) : new Expression.SetLiteral(position, items);
    }

    private Binding ParseBinding()
    {
        SourcePosition position = tokens.Current.Position;
        if (tokens.Current.Kind == TokenKind.Name && (tokens.Following.Kind == TokenKind.Name || tokens.Following.Is("_") || tokens.Following.Is("(")))
        {
            string name = tokens.Take().Text;
            Pattern parameter = ParseParameter();
            tokens.Expect("=");
            return new Binding(position, new Pattern([name], false), new Expression.Function(position, name, parameter, Parse()));
        }

        Pattern pattern = tokens.Is("(") ? ParseParameter() : ParseNames();
        tokens.Expect("=");
        return new Binding(position, pattern, Parse());
    }

    private Pattern ParseNames()
    {
        var names = new List<string?>();
        do names.Add(tokens.ExpectNameOrUnderscore());
        while (tokens.TryTake(","));
        return new Pattern(names, names.Count != 1);
    }

    private Expression ParseChain(int level)
    {
        if (level == ChainSymbols.Length) return ParseProduct();
        Expression first = ParseChain(level + 1);
        if (!tokens.Is(ChainSymbols[level])) return first;
        var operands = new List<Expression> { first };
        while (tokens.TryTake(ChainSymbols[level])) operands.Add(ParseChain(level + 1));
        return new Expression.Chain(first.Position, (ChainOperator)level, operands);
    }

    private Expression ParseProduct()
    {
        Expression left = ParsePostfix();
        while (tokens.Is("*"))
        {
            tokens.Take(); // ParsePostfix leaves only a star that begins a right operand
            left = new Expression.Chain(left.Position, ChainOperator.Product, [left, ParsePostfix()]);
        }

        return left;
    }

    private Expression ParsePostfix()
    {
        tokens.CheckNesting();
        Token token = tokens.Current;
        if (tokens.TryTake("~"))
        {
            Expression operand = tokens.Is("~") ? ParsePostfix() : ParseInverses(ParseApplication());
            if (tokens.Is("+") || tokens.Is("?") || tokens.Is("*"))
            {
                throw new LitmusException(
                    tokens.Current.Position,
                    $"'~' and '{tokens.Current.Text}' bind equally tightly: put parentheses around what '~' applies to, or around all of it");
            }

            return new Expression.Unary(token.Position, UnaryOperator.Complement, operand);
        }

        Expression result = ParseApplication();
        while (true)
        {
            Token suffix = tokens.Current;
            if (tokens.Is("^")) result = ParseInverses(result);
            else if (tokens.TryTake("+")) result = new Expression.Unary(suffix.Position, UnaryOperator.Plus, result);
            else if (tokens.TryTake("?")) result = new Expression.Unary(suffix.Position, UnaryOperator.Optional, result);
            else if (tokens.Is("*") && !StartsOperand(tokens.Following)) result = Star(result, tokens.Take().Position);
            else return result;
        }
    }

    private static Expression.Unary Star(Expression operand, SourcePosition position) => new(position, UnaryOperator.Star, operand);

    private static bool StartsOperand(Token token) => token.Kind == TokenKind.Name || token.Is("~") || StartsSimple(token);

    private Expression ParseInverses(Expression operand)
    {
        while (tokens.Is("^"))
        {
            SourcePosition position = tokens.Take().Position;
            if (!tokens.TryTake("-1")) throw tokens.Unexpected("'-1' after '^'");
            operand = new Expression.Unary(position, UnaryOperator.Inverse, operand);
        }

        return operand;
    }

    private Expression ParseApplication()
    {
        Token token = tokens.Current;
        if (token.Kind != TokenKind.Name) return ParseSimple();
        tokens.Take();
        Expression result = new Expression.Variable(token.Position, token.Text);
        while (true)
        {
            Token argument = tokens.Current;
            if (argument.Kind == TokenKind.Name)
            {
                tokens.Take();
                result = new Expression.Apply(token.Position, result, new Expression.Variable(argument.Position, argument.Text));
            }
            else if (StartsSimple(argument))
            {
                result = new Expression.Apply(token.Position, result, ParseSimple());
            }
            else
            {
                return result;
            }
        }
    }

    private Expression ParseMatch()
    {
        SourcePosition position = tokens.Expect("match").Position;
        Expression subject = Parse();
        tokens.Expect("with");
        tokens.TryTake("||");
        bool ofTags = tokens.Current.Kind == TokenKind.Tag || (tokens.Is("_") && tokens.Following.Is("->"));
        Expression match = ofTags ? ParseTagClauses(position, subject) : ParseSetClauses(position, subject);
        tokens.Expect("end");
        return match;
    }

    private Expression.MatchTag ParseTagClauses(SourcePosition position, Expression subject)
    {
        var clauses = new List<KeyValuePair<string, Expression>>();
        do
        {
            if (tokens.TryTake("_"))
            {
                tokens.Expect("->");
                return new Expression.MatchTag(position, subject, clauses, Parse());
            }

            string tag = tokens.Expect(TokenKind.Tag, "a tag or '_'").Text;
            tokens.Expect("->");
            clauses.Add(new(tag, Parse()));
        }
        while (tokens.TryTake("||"));
        return new Expression.MatchTag(position, subject, clauses, null);
    }

    private Expression.MatchSet ParseSetClauses(SourcePosition position, Expression subject)
    {
        Expression? whenEmpty = null;
        SetClause? element = null;
        do
        {
            if (tokens.Is("{") && whenEmpty is null)
            {
                tokens.Take();
                tokens.Expect("}");
                tokens.Expect("->");
                whenEmpty = Parse();
            }
            else if (element is null)
            {
                element = ParseElementClause();
            }
            else
            {
                throw tokens.Unexpected("'end' (a set match has one clause '{} -> …' and one clause 'x ++ S -> …')");
            }
        }
        while (tokens.TryTake("||"));
        if (whenEmpty is null) throw tokens.Unexpected("'|| {} -> …': the match has no clause for the empty set");
        if (element is null) throw tokens.Unexpected("'|| x ++ S -> …': the match has no clause for a set that is not empty");
        return new Expression.MatchSet(position, subject, whenEmpty, element);
    }

    private SetClause ParseElementClause()
    {
        string? first = tokens.ExpectNameOrUnderscore();
        bool threeParts = tokens.TryTake("|");
        string? second = threeParts ? tokens.ExpectNameOrUnderscore() : first;
        tokens.Expect("++");
        string? rest = tokens.ExpectNameOrUnderscore();
        tokens.Expect("->");
        return new SetClause(threeParts ? first : null, second, rest, Parse());
    }
}
