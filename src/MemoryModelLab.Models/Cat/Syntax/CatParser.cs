using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>Parses a cat file: the header, then instructions.</summary>
internal sealed class CatParser
{
    private const string ComputesDependencies = "catdep";
    private static readonly string[] HeaderOptions = ["withco", "withoutco", "withinit", "withoutinit", "withsc", "withoutsc", ComputesDependencies];
    private readonly TokenReader tokens;
    private readonly ExpressionParser expressions;

    private CatParser(TokenReader tokens)
    {
        this.tokens = tokens;
        expressions = new ExpressionParser(tokens);
    }

    /// <summary>The file with the text <paramref name="text"/>; errors call it <paramref name="path"/>.</summary>
    /// <exception cref="LitmusException">The text is no cat file.</exception>
    public static CatFile Parse(string text, string path)
    {
        var parser = new CatParser(new TokenReader(Lexer.Tokens(text, path)));
        List<string> header = parser.ParseHeader(out bool computesDependencies);
        List<Instruction> instructions = parser.ParseInstructions();
        if (parser.tokens.Current.Kind != TokenKind.End) throw parser.tokens.Unexpected("an instruction (let, acyclic, show, include, …)");
        return new CatFile(path, header, computesDependencies, instructions);
    }

    private List<string> ParseHeader(out bool computesDependencies)
    {
        var words = new List<string>();
        computesDependencies = false;
        while (tokens.Current.Kind is TokenKind.Name or TokenKind.String)
        {
            // The options tell herd7 what to enumerate natively; here co is always at hand, and cat code that enumerates it is recognised.
            string word = tokens.Take().Text;
            computesDependencies |= word == ComputesDependencies;
            if (!HeaderOptions.Contains(word)) words.Add(word);
        }

        return words;
    }

    private List<Instruction> ParseInstructions()
    {
        tokens.CheckNesting();
        var instructions = new List<Instruction>();
        while (ParseInstruction(instructions))
        {
        }

        return instructions;
    }

    /// <summary>Parses the next instruction, which may add several; false at what begins none.</summary>
    private bool ParseInstruction(List<Instruction> into)
    {
        Token token = tokens.Current;
        SourcePosition position = token.Position;
        switch (token.Kind == TokenKind.Keyword || token.Is("~") ? token.Text : "")
        {
            case "let":
                into.Add(new Instruction.Let(position, expressions.ParseBindings()));
                if (tokens.TryTake("when")) into.Add(ParseCheck(CheckSeverity.Require));
                tokens.TryTake("in");
                return true;
            case "acyclic" or "irreflexive" or "empty" or "~" or "flag" or "assert" or "undefined_unless":
                into.Add(ParseCheck(ParseSeverity()));
                return true;
            case "show":
                ParseShow(into);
                return true;
            case "unshow":
                tokens.Take();
                do into.Add(new Instruction.Unshow(position, tokens.Expect(TokenKind.Name, "a name").Text));
                while (tokens.TryTake(","));
                return true;
            case "include":
                tokens.Take();
                into.Add(new Instruction.Include(position, tokens.Expect(TokenKind.String, "a file name in quotes").Text));
                return true;
            case "procedure":
                into.Add(ParseProcedure());
                return true;
            case "call":
                into.Add(ParseCall());
                return true;
            case "forall":
                into.Add(ParseForall());
                return true;
            case "with":
                tokens.Take();
                string variable = tokens.Expect(TokenKind.Name, "a name").Text;
                tokens.Expect("from");
                into.Add(new Instruction.With(position, variable, expressions.Parse()));
                return true;
            case "enum":
                into.Add(ParseEnum());
                return true;
            case "match":
                into.Add(ParseMatch());
                return true;
            case "if":
                into.Add(ParseIf());
                return true;
            case "debug":
                tokens.Take();
                expressions.Parse(); // prints a value while herd7 runs; it has no meaning for the model
                return true;
            case "instructions":
                ParseBellInstructions();
                return true;
            case "default" or "compat" or "yield":
                throw new LitmusException(position, $"'{token.Text}' belongs to bell files, which describe LISA instructions; no dialect here has them");
            default:
                return false;
        }
    }

    private CheckSeverity ParseSeverity() =>
        tokens.TryTake("flag") ? CheckSeverity.Flag
        : tokens.TryTake("assert") ? CheckSeverity.Assert
        : tokens.TryTake("undefined_unless") ? CheckSeverity.UndefinedUnless
        : CheckSeverity.Require;

    private Instruction.Check ParseCheck(CheckSeverity severity)
    {
        SourcePosition position = tokens.Current.Position;
        bool negated = tokens.TryTake("~");
        CheckKind kind =
            tokens.TryTake("acyclic") ? CheckKind.Acyclic
            : tokens.TryTake("irreflexive") ? CheckKind.Irreflexive
            : tokens.TryTake("empty") ? CheckKind.Empty
            : throw tokens.Unexpected("'acyclic', 'irreflexive' or 'empty'");
        Expression expression = expressions.Parse();
        return new Instruction.Check(position, severity, negated, kind, expression, ParseOptionalName());
    }

    private string? ParseOptionalName() => tokens.TryTake("as") ? tokens.Expect(TokenKind.Name, "a name").Text : null;

    private void ParseShow(List<Instruction> into)
    {
        tokens.Expect("show");
        do
        {
            Expression expression = expressions.ParseOperators();
            string? name = ParseOptionalName() ?? (expression as Expression.Variable)?.Name;
            if (name is null) throw tokens.Unexpected("'as' and a name: what is shown needs one");
            into.Add(new Instruction.Show(expression.Position, expression, name));
        }
        while (tokens.TryTake(","));
    }

    private Instruction.Procedure ParseProcedure()
    {
        SourcePosition position = tokens.Expect("procedure").Position;
        bool isRecursive = tokens.TryTake("rec");
        string name = tokens.Expect(TokenKind.Name, "the procedure's name").Text;
        Pattern parameter = expressions.ParseParameter();
        tokens.Expect("=");
        List<Instruction> body = ParseBody();
        return new Instruction.Procedure(position, name, parameter, body, isRecursive);
    }

    private Instruction.Call ParseCall()
    {
        SourcePosition position = tokens.Expect("call").Position;
        string name = tokens.Expect(TokenKind.Name, "the name of a procedure").Text;
        Token token = tokens.Current;
        Expression argument = token.Kind == TokenKind.Name ? new Expression.Variable(token.Position, tokens.Take().Text) : expressions.ParseSimple();
        ParseOptionalName(); // names the call for herd7's -skipcheck; the checks inside keep their own names
        return new Instruction.Call(position, name, argument);
    }

    private Instruction.Forall ParseForall()
    {
        SourcePosition position = tokens.Expect("forall").Position;
        string name = tokens.Expect(TokenKind.Name, "a name").Text;
        tokens.Expect("in");
        Expression set = expressions.Parse();
        tokens.Expect("do");
        return new Instruction.Forall(position, name, set, ParseBody());
    }

    private List<Instruction> ParseBody()
    {
        List<Instruction> body = ParseInstructions();
        if (!tokens.TryTake("end")) throw tokens.Unexpected("an instruction or 'end'");
        return body;
    }

    private Instruction.Enum ParseEnum()
    {
        SourcePosition position = tokens.Expect("enum").Position;
        string name = tokens.Expect(TokenKind.Name, "a name").Text;
        tokens.Expect("=");
        tokens.TryTake("||");
        var tags = new List<string>();
        do tags.Add(tokens.Expect(TokenKind.Tag, "a tag ('name)").Text);
        while (tokens.TryTake("||"));
        return new Instruction.Enum(position, name, tags);
    }

    private Instruction.Match ParseMatch()
    {
        SourcePosition position = tokens.Expect("match").Position;
        Expression subject = expressions.Parse();
        tokens.Expect("with");
        tokens.TryTake("||");
        var clauses = new List<KeyValuePair<string, IReadOnlyList<Instruction>>>();
        IReadOnlyList<Instruction>? otherwise = null;
        do
        {
            if (tokens.TryTake("_"))
            {
                tokens.Expect("->");
                otherwise = ParseInstructions();
                break;
            }

            string tag = tokens.Expect(TokenKind.Tag, "a tag or '_'").Text;
            tokens.Expect("->");
            clauses.Add(new(tag, ParseInstructions()));
        }
        while (tokens.TryTake("||"));
        if (!tokens.TryTake("end")) throw tokens.Unexpected("an instruction, '||' or 'end'");
        return new Instruction.Match(position, subject, clauses, otherwise);
    }

    private Instruction.If ParseIf()
    {
        SourcePosition position = tokens.Expect("if").Position;
        Condition condition = new ConditionParser(tokens, expressions).Parse();
        tokens.TryTake("then");
        List<Instruction> then = ParseInstructions();
        List<Instruction> otherwise = tokens.TryTake("else") ? ParseInstructions() : [];
        if (!tokens.TryTake("end")) throw tokens.Unexpected("an instruction, 'else' or 'end'");
        return new Instruction.If(position, condition, then, otherwise);
    }

    /// <summary>Reads past <c>instructions R[{'once}, …]</c>: it says which annotations LISA instructions may carry.</summary>
    private void ParseBellInstructions()
    {
        tokens.Expect("instructions");
        tokens.Expect(TokenKind.Name, "the kind of instruction");
        tokens.Expect("[");
        if (!tokens.Is("]"))
        {
            do expressions.ParseOperators();
            while (tokens.TryTake(","));
        }

        tokens.Expect("]");
    }
}
