using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Parses C expressions by precedence (C11, 6.5).</summary>
internal sealed class CExpressionParser(CLexer lexer)
{
    private const int Deepest = 200;

    // Chains in nested parentheses add up to one deep tree, which walking must survive.
    private const int MostOperators = 1000;

    private int depth;
    private int operators;

    /// <summary>How tightly a binary operator binds; 0 for what is none.</summary>
    public static int Precedence(string @operator) => @operator switch
    {
        "||" => 1,
        "&&" => 2,
        "|" => 3,
        "^" => 4,
        "&" => 5,
        "==" or "!=" => 6,
        "<" or "<=" or ">" or ">=" => 7,
        "<<" or ">>" => 8,
        "+" or "-" => 9,
        "*" or "/" or "%" => 10,
        _ => 0,
    };

    /// <summary>Parses an expression, an assignment among them.</summary>
    public CExpression Parse()
    {
        if (depth == 0) operators = 0;
        if (++depth > Deepest) throw lexer.Error($"expressions nest deeper than {Deepest} levels");
        CExpression left = Conditional();
        bool assigns = lexer.Current is "=" or "+=" or "-=" or "*=" or "/=" or "%=" or "&=" or "|=" or "^=" or "<<=" or ">>=";
        if (assigns)
        {
            if (left is not (CExpression.Name or CExpression.Unary { Operator: "*" })) throw lexer.Error("only a variable or *location can be assigned");
            string @operator = lexer.Advance();
            left = new CExpression.Assignment(left.At, left, @operator, Parse());
        }

        depth--;
        return left;
    }

    private CExpression Conditional()
    {
        CExpression condition = Binary(1);
        if (!lexer.Accept("?")) return condition;
        CExpression then = Parse();
        lexer.Expect(":");
        return new CExpression.Conditional(condition.At, condition, then, Parse());
    }

    private CExpression Binary(int least)
    {
        CExpression left = Unary();
        while (Precedence(lexer.Current) is var precedence && precedence >= least)
        {
            if (++operators > MostOperators) throw lexer.Error($"an expression has more than {MostOperators} operators");
            string @operator = lexer.Advance();
            left = new CExpression.Binary(left.At, @operator, left, Binary(precedence + 1));
        }

        return left;
    }

    private CExpression Unary()
    {
        Origin at = lexer.Origin;
        if (lexer.Current is "*" or "&" or "-" or "+" or "!" or "~")
        {
            if (++depth > Deepest) throw lexer.Error($"expressions nest deeper than {Deepest} levels");
            string @operator = lexer.Advance();
            CExpression operand = Unary();
            depth--;
            return new CExpression.Unary(at, @operator, operand);
        }

        if (lexer.Current is "++" or "--") throw lexer.Error($"\"{lexer.Current}\" is not covered; write x = x + 1");
        return lexer.Current == "(" ? Parenthesised(at) : Primary(at);
    }

    private CExpression Parenthesised(Origin at)
    {
        lexer.Advance();
        if (lexer.IsName && CParser.IsTypeWord(lexer.Current))
        {
            string type = CParser.Type(lexer);
            lexer.Expect(")");
            if (++depth > Deepest) throw lexer.Error($"expressions nest deeper than {Deepest} levels");
            CExpression operand = Unary();
            depth--;
            return new CExpression.Cast(at, type, operand);
        }

        CExpression inner = Parse();
        lexer.Expect(")");
        return inner;
    }

    private CExpression Primary(Origin at)
    {
        if (lexer.IsNumber) return Number(at);
        string name = lexer.ExpectName("an expression");
        string? annotation = null;
        if (lexer.Current == "{")
        {
            lexer.Advance();
            annotation = lexer.ExpectName("an annotation, such as mb");
            lexer.Expect("}");
            if (lexer.Current != "(") throw lexer.Unexpected("\"(\"");
        }

        if (!lexer.Accept("(")) return new CExpression.Name(at, name);
        var arguments = new List<CExpression>();
        while (lexer.Current != ")")
        {
            arguments.Add(Parse());
            if (!lexer.Accept(",")) break;
        }

        lexer.Expect(")");
        return new CExpression.Call(at, name, annotation, [.. arguments]);
    }

    private CExpression.Number Number(Origin at)
    {
        string text = lexer.Current;
        string digits = text.TrimEnd('u', 'U', 'l', 'L');
        bool isHexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!NumberSyntax.TryParse(isHexadecimal ? digits : digits.Length == 0 ? text : digits, false, out long value))
        {
            throw lexer.Error($"\"{text}\" is not a number of at most 64 bits");
        }

        lexer.Advance();
        return new CExpression.Number(at, value);
    }
}
