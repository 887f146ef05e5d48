using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Parses the functions of a C test: statements by recursive descent.</summary>
internal sealed class CParser(CLexer lexer)
{
    private const int Deepest = 200;
    private static readonly string[] TypeWords =
    [
        "const", "volatile", "unsigned", "signed", "char", "short", "int", "long", "void", "_Bool", "bool", "_Atomic", "register", "struct",
    ];

    private readonly CExpressionParser expressions = new(lexer);
    private int depth;

    /// <summary>Parses the threads between the initial state and the final clauses.</summary>
    public static EquatableList<ThreadBody> Parse(Lexer frame)
    {
        int end = BodyText.End(frame.Text, frame.Current.Start);
        var lexer = new CLexer(frame, end);
        var parser = new CParser(lexer);
        var threads = new List<ThreadBody>();
        while (!lexer.IsAtEnd) threads.Add(parser.Thread(threads.Count));
        if (threads.Count == 0) throw lexer.Unexpected("a thread, such as P0 (atomic_int* x) { atomic_store(x, 1); }");
        frame.MoveTo(end);
        return [.. threads];
    }

    /// <summary>Whether <paramref name="word"/> begins a type.</summary>
    public static bool IsTypeWord(string word) =>
        Array.IndexOf(TypeWords, word) >= 0 || word.EndsWith("_t", StringComparison.Ordinal) || IsAtomicType(word);

    private static bool IsAtomicType(string word) =>
        word is "atomic_int" or "atomic_uint" or "atomic_long" or "atomic_ulong" or "atomic_char" or "atomic_short" or "atomic_bool" or "atomic_llong";

    /// <summary>Parses a type: words, then stars; a qualifier behind a star is dropped with it.</summary>
    public static string Type(CLexer lexer)
    {
        var words = new List<string>();
        while (lexer.IsName && IsTypeWord(lexer.Current))
        {
            bool isTag = lexer.Current == "struct";
            words.Add(lexer.Advance());
            if (isTag) words.Add(lexer.ExpectName("the name of a struct"));
        }

        if (words.Count == 0) throw lexer.Unexpected("a type, such as int or atomic_int*");
        int stars = 0;
        while (lexer.Current is "*" or "const" or "volatile" or "restrict")
        {
            if (lexer.Advance() == "*") stars++;
        }

        return string.Join(' ', words) + new string('*', stars);
    }

    private CThreadBody Thread(int index)
    {
        lexer.Accept("static");
        lexer.Accept("void");
        string name = lexer.Current;
        if (name != $"P{index}") throw lexer.Unexpected($"P{index}, the next thread, or a final clause such as exists");
        lexer.Advance();
        lexer.Expect("(");
        var parameters = new List<CParameter>();
        if (lexer.Current == "void") lexer.Advance();
        while (lexer.Current != ")")
        {
            string type = Type(lexer);
            parameters.Add(new CParameter(type, lexer.ExpectName("a parameter's name")));
            if (!lexer.Accept(",")) break;
        }

        lexer.Expect(")");
        lexer.Expect("{");
        return new CThreadBody(name, [.. parameters], Statements());
    }

    /// <summary>Statements up to and with the closing brace.</summary>
    private EquatableList<CStatement> Statements()
    {
        var statements = new List<CStatement>();
        while (!lexer.Accept("}"))
        {
            if (lexer.IsAtEnd) throw lexer.Unexpected("a statement or \"}\"");
            statements.Add(Statement());
        }

        return [.. statements];
    }

    private CStatement Statement()
    {
        if (++depth > Deepest) throw lexer.Error($"statements nest deeper than {Deepest} levels");
        Origin at = lexer.Origin;
        CStatement statement = lexer.Current switch
        {
            "{" => Block(at),
            "if" => If(at),
            "while" => While(at),
            "do" => DoWhile(at),
            "for" => For(at),
            "switch" or "goto" or "return" or "break" or "continue" => throw lexer.Error($"\"{lexer.Current}\" is not covered; if, while, do and for are"),
            _ => Simple(at),
        };
        depth--;
        return statement;
    }

    private CStatement.Block Block(Origin at)
    {
        lexer.Advance();
        return new CStatement.Block(at, Statements());
    }

    private CStatement.If If(Origin at)
    {
        lexer.Advance();
        CExpression condition = Condition();
        CStatement then = Statement();
        return new CStatement.If(at, condition, then, lexer.Accept("else") ? Statement() : null);
    }

    private CStatement.While While(Origin at)
    {
        lexer.Advance();
        CExpression condition = Condition();
        return new CStatement.While(at, condition, Statement());
    }

    private CStatement.DoWhile DoWhile(Origin at)
    {
        lexer.Advance();
        CStatement body = Statement();
        lexer.Expect("while");
        CExpression condition = Condition();
        lexer.Expect(";");
        return new CStatement.DoWhile(at, body, condition);
    }

    private CStatement.For For(Origin at)
    {
        lexer.Advance();
        lexer.Expect("(");
        CStatement start = Simple(lexer.Origin);
        CExpression? condition = lexer.Current == ";" ? null : expressions.Parse();
        lexer.Expect(";");
        CExpression? step = lexer.Current == ")" ? null : expressions.Parse();
        lexer.Expect(")");
        return new CStatement.For(at, start, condition, step, Statement());
    }

    private CExpression Condition()
    {
        lexer.Expect("(");
        CExpression condition = expressions.Parse();
        lexer.Expect(")");
        return condition;
    }

    /// <summary>A declaration or an expression, with its semicolon.</summary>
    private CStatement Simple(Origin at)
    {
        CStatement statement;
        if (lexer.Current == ";") statement = new CStatement.Expression(at, null);
        else if (lexer.IsName && IsTypeWord(lexer.Current)) statement = Declaration(at);
        else statement = new CStatement.Expression(at, expressions.Parse());
        lexer.Expect(";");
        return statement;
    }

    private CStatement.Declaration Declaration(Origin at)
    {
        string type = Type(lexer);
        var declarators = new List<CDeclarator>();
        do
        {
            string name = lexer.ExpectName("a variable's name");
            declarators.Add(new CDeclarator(name, lexer.Accept("=") ? expressions.Parse() : null));
        }
        while (lexer.Accept(","));

        return new CStatement.Declaration(at, type, [.. declarators]);
    }
}
