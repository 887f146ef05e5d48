using MemoryModelLab.Litmus.Syntax;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Reads statements. Their nesting is bounded, so that walking one never runs out of stack.</summary>
internal sealed class CStatementSyntax(CTokens tokens)
{
    private const int DeepestNesting = 100;

    private readonly CExpressionSyntax expressions = new(tokens);
    private int depth;

    /// <summary>The statements of a block, braces included.</summary>
    public EquatableList<CStatement> Block()
    {
        tokens.Expect("{", "\"{\", which opens a body");
        var statements = new List<CStatement>();
        while (!tokens.Accept("}"))
        {
            if (tokens.Current.Kind == CTokenKind.End) throw tokens.Unexpected("a statement or \"}\"");
            statements.Add(Statement());
        }

        return [.. statements];
    }

    private CStatement Statement()
    {
        if (++depth > DeepestNesting) throw tokens.Error(tokens.Current, $"this statement is nested more than {DeepestNesting} deep");
        Origin origin = tokens.Origin;
        CStatement statement = tokens.Span switch
        {
            "{" => new CStatement.Block(origin, Block()),
            ";" => Empty(origin),
            "if" => If(origin),
            "while" => While(origin),
            "do" => DoWhile(origin),
            "for" => For(origin),
            "break" => Jump(new CStatement.Break(origin)),
            "continue" => Jump(new CStatement.Continue(origin)),
            "return" => Jump(new CStatement.Return(origin)),
            "switch" or "case" or "default" or "goto" or "else" or "asm" or "typedef" =>
                throw tokens.Unexpected("a declaration, an expression, if, while, do, for, break, continue or return"),
            _ when FinalSyntax.IsKeyword(tokens.Span) && (tokens.NextIs("(") || tokens.NextIs("[")) =>
                throw tokens.Unexpected("a statement, or \"}\" to close the thread in front of the final clauses"),
            _ => Simple(origin),
        };
        depth--;
        return statement;
    }

    private CStatement.Empty Empty(Origin origin)
    {
        tokens.Advance();
        return new CStatement.Empty(origin);
    }

    private CStatement Jump(CStatement statement)
    {
        tokens.Advance();
        tokens.Expect(";", statement is CStatement.Return ? "\";\": a thread returns nothing" : null);
        return statement;
    }

    private CStatement.If If(Origin origin)
    {
        tokens.Advance();
        CExpression condition = Condition();
        CStatement then = Statement();
        return new CStatement.If(origin, condition, then, tokens.Accept("else") ? Statement() : null);
    }

    private CStatement.While While(Origin origin)
    {
        tokens.Advance();
        return new CStatement.While(origin, Condition(), Statement());
    }

    private CStatement.DoWhile DoWhile(Origin origin)
    {
        tokens.Advance();
        CStatement body = Statement();
        tokens.Expect("while", "\"while\" behind the body of \"do\"");
        CExpression condition = Condition();
        tokens.Expect(";");
        return new CStatement.DoWhile(origin, body, condition);
    }

    private CStatement.For For(Origin origin)
    {
        tokens.Advance();
        tokens.Expect("(", "\"(\" behind \"for\"");
        Origin start = tokens.Origin;
        CStatement first = tokens.Is(";") ? Empty(start) : Simple(start);
        CExpression? condition = tokens.Is(";") ? null : expressions.Parse();
        tokens.Expect(";", "\";\" behind the condition of a loop");
        CExpression? step = tokens.Is(")") ? null : expressions.Parse();
        tokens.Expect(")", "\")\" behind the head of a loop");
        return new CStatement.For(origin, first, condition, step, Statement());
    }

    private CExpression Condition()
    {
        tokens.Expect("(", "\"(\" and a condition");
        CExpression condition = expressions.Parse();
        tokens.Expect(")", "\")\" behind the condition");
        return condition;
    }

    private CStatement Simple(Origin origin)
    {
        CStatement statement = CTypeSyntax.BeginsDeclaration(tokens)
            ? new CStatement.Declaration(origin, Variables())
            : new CStatement.Expression(origin, expressions.Parse());
        tokens.Expect(";", "\";\" or an operator");
        return statement;
    }

    private EquatableList<CDeclarator> Variables()
    {
        var variables = new List<CDeclarator>();
        string words = CTypeSyntax.Words(tokens, isNamed: true);
        do
        {
            var type = new CTypeName(words, CTypeSyntax.Pointers(tokens));
            Origin origin = tokens.Origin;
            string name = tokens.ExpectWord("the name of a variable");
            if (tokens.Is("[")) throw tokens.Error(tokens.Current, "a thread has no arrays of its own, expected one in the initial state: int t[2] = {1, 2}");
            variables.Add(new CDeclarator(origin, type, name, tokens.Accept("=") ? expressions.Parse() : null));
        }
        while (tokens.Accept(","));
        return [.. variables];
    }
}
