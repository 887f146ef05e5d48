using System.Globalization;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Reads expressions with C's precedences. Their size is bounded, so that walking one never runs out of stack.</summary>
internal sealed class CExpressionSyntax(CTokens tokens)
{
    private const int LargestSize = 2000;
    private const int DeepestNesting = 200;

    private int size;
    private int depth;

    /// <summary>Reads a whole expression.</summary>
    public CExpression Parse()
    {
        size = 0;
        return Assignment();
    }

    private CExpression Assignment()
    {
        Enter();
        CExpression left = Binary(COperators.Conditional + 1);
        if (tokens.Is("?"))
        {
            Origin origin = tokens.OriginOf(tokens.Advance());
            CExpression then = Assignment();
            tokens.Expect(":", "\":\" between the alternatives of \"?\"");
            left = new CExpression.Conditional(origin, left, then, Assignment());
        }
        else if (tokens.Current.Kind == CTokenKind.Punctuator && COperators.OfAssignment(tokens.Span) is { } binary)
        {
            CToken sign = tokens.Advance();
            if (left is not (CExpression.Name or CExpression.Index or CExpression.Unary { Operator: "*" }))
                throw tokens.Error(sign, "found an assignment to a value, expected a variable or a location such as *x on its left");
            left = new CExpression.Assign(tokens.OriginOf(sign), binary, left, Assignment());
        }

        depth--;
        return left;
    }

    private CExpression Binary(int least)
    {
        CExpression left = Unary();
        while (tokens.Current.Kind == CTokenKind.Punctuator && COperators.PrecedenceOf(tokens.Span) is var precedence && precedence >= least)
        {
            Count();
            CToken token = tokens.Advance();
            left = new CExpression.Binary(tokens.OriginOf(token), tokens.SpanOf(token).ToString(), left, Binary(precedence + 1));
        }

        return left;
    }

    private CExpression Unary()
    {
        Enter();
        Origin origin = tokens.Origin;
        CExpression expression;
        if (tokens.Is("++") || tokens.Is("--"))
        {
            string step = Step();
            expression = new CExpression.Step(origin, step, true, Target(Unary(), origin));
        }
        else if (tokens.Span is "-" or "+" or "!" or "~" or "*" or "&")
        {
            string @operator = tokens.SpanOf(tokens.Advance()).ToString();
            expression = new CExpression.Unary(origin, @operator, Unary());
        }
        else if (tokens.Is("(") && tokens.Next.Kind == CTokenKind.Word && CTypeSyntax.IsTypeWord(tokens.SpanOf(tokens.Next)))
        {
            tokens.Advance();
            var type = new CTypeName(CTypeSyntax.Words(tokens, isNamed: false), CTypeSyntax.Pointers(tokens));
            tokens.Expect(")", "\")\" behind the type of a cast");
            expression = new CExpression.Cast(origin, type, Unary());
        }
        else
        {
            expression = Postfix(Primary());
        }

        depth--;
        return expression;
    }

    private CExpression Postfix(CExpression operand)
    {
        while (true)
        {
            Origin origin = tokens.Origin;
            if (tokens.Accept("["))
            {
                Count();
                operand = new CExpression.Index(origin, operand, Assignment());
                tokens.Expect("]", "\"]\" behind an index");
            }
            else if (tokens.Is("++") || tokens.Is("--"))
            {
                Count();
                operand = new CExpression.Step(origin, Step(), false, Target(operand, origin));
            }
            else if (tokens.Is("->") || tokens.Is("."))
            {
                throw tokens.Error(tokens.Current, "structures are not covered here, expected a location of its own for each member");
            }
            else
            {
                return operand;
            }
        }
    }

    private CExpression Primary()
    {
        Origin origin = tokens.Origin;
        switch (tokens.Current.Kind)
        {
            case CTokenKind.Number:
                return Number(tokens.Advance());
            case CTokenKind.Word:
                string name = tokens.SpanOf(tokens.Advance()).ToString();
                return tokens.Is("(") || tokens.Is("{") ? Call(origin, name) : new CExpression.Name(origin, name);
            case CTokenKind.Punctuator when tokens.Accept("("):
                CExpression inside = Assignment();
                tokens.Expect(")", "\")\" or an operator");
                return inside;
            default:
                throw tokens.Unexpected("an expression, such as 1, r0 or *x");
        }
    }

    private CExpression.Call Call(Origin origin, string function)
    {
        string? annotation = null;
        if (tokens.Accept("{"))
        {
            annotation = tokens.ExpectWord("the annotation of a call, such as {mb}");
            tokens.Expect("}", "\"}\" behind the annotation of a call");
            if (!tokens.Is("(")) throw new LitmusException(origin.Position, $"{function}{{{annotation}}} is not covered here, expected a function of stdatomic.h such as atomic_thread_fence");
        }

        tokens.Expect("(", "\"(\" and the arguments");
        var arguments = new List<CExpression>();
        while (!tokens.Accept(")"))
        {
            if (arguments.Count > 0) tokens.Expect(",", "\",\" or \")\" behind an argument");
            arguments.Add(Assignment());
        }

        return new CExpression.Call(origin, function, annotation, [.. arguments]);
    }

    private CExpression.Number Number(CToken token)
    {
        ReadOnlySpan<char> text = tokens.SpanOf(token);
        ReadOnlySpan<char> digits = text.TrimEnd("uUlL");
        ReadOnlySpan<char> suffix = text[digits.Length..];
        bool hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool octal = !hexadecimal && digits.Length > 1 && digits[0] == '0';
        bool valid = hexadecimal
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!valid || octal || suffix.Length > 3) throw tokens.Unexpected(token, "a decimal or 0x number of at most 64 bits");
        return new CExpression.Number(tokens.OriginOf(token), value, suffix.ContainsAny('u', 'U'), suffix.ContainsAny('l', 'L'));
    }

    private string Step() => tokens.SpanOf(tokens.Advance())[..1].ToString();

    private static CExpression Target(CExpression target, Origin origin) => target is CExpression.Name or CExpression.Index or CExpression.Unary { Operator: "*" }
        ? target
        : throw new LitmusException(origin.Position, "found a step of a value, expected a variable or a location such as *x");

    private void Enter()
    {
        Count();
        if (++depth > DeepestNesting) throw tokens.Error(tokens.Current, $"this expression is nested more than {DeepestNesting} deep");
    }

    private void Count()
    {
        if (++size > LargestSize) throw tokens.Error(tokens.Current, $"an expression has at most {LargestSize} parts");
    }
}
